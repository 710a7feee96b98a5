package ezio.recipe.words;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a class the words that stand between the braces of another word. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Block {

    /** Returns the word before the braces: "steps". */
    String value();

    /** Returns what the words in it are for, without a full stop. */
    String purpose();
}
