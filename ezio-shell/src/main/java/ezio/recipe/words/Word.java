package ezio.recipe.words;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a method a word of recipes, and is what documentation says about it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Word {

    /** Returns what the word does, without a full stop. */
    String value();

    /** Returns the word as recipes have it, where it is not the method's name. */
    String name() default "";

    /** Returns a line that shows its use. */
    String example() default "";
}
