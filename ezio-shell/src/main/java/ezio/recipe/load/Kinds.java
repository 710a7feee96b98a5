package ezio.recipe.load;

import static org.codehaus.groovy.ast.ClassHelper.getWrapper;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.recipe.plan.OnTimeout;
import ezio.recipe.words.ValueWords;
import java.time.Duration;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;

/** What values of the recipe language are called, by the compiler's types. */
final class Kinds {

    private static final List<Class<?>> TYPES =
            List.of(Duration.class, ByteSize.class, Rate.class, Boolean.class, Integer.class, OnTimeout.class);

    private Kinds() {}

    /** Returns "a duration", "a text", or the type's name where a recipe has no word for it. */
    static String of(ClassNode type) {
        ClassNode boxed = getWrapper(type);
        for (Class<?> known : TYPES) {
            if (boxed.equals(ClassHelper.make(known))) {
                return ValueWords.kindOf(known);
            }
        }
        if (isText(boxed)) {
            return ValueWords.kindOf(String.class);
        }
        if (isA(boxed, ClassHelper.MAP_TYPE)) {
            return "named values";
        }
        if (isA(boxed, ClassHelper.LIST_TYPE)) {
            return "a list";
        }
        if (isA(boxed, ClassHelper.CLOSURE_TYPE)) {
            return "a block";
        }
        if (isA(boxed, ClassHelper.Number_TYPE)) {
            return "a number that is not whole, or too large";
        }
        return ClassHelper.isObjectType(boxed) ? "this value" : "a " + boxed.getNameWithoutPackage();
    }

    /** Tells whether a value of type {@code given} can stand where {@code wanted} is needed. */
    static boolean fits(Class<?> wanted, ClassNode given, Expression value) {
        if (value instanceof ConstantExpression constant && constant.isNullExpression()
                || ClassHelper.isObjectType(given)) {
            return true;
        }
        ClassNode boxed = getWrapper(given);
        return wanted == String.class ? isText(boxed) : isA(boxed, getWrapper(ClassHelper.make(wanted)));
    }

    private static boolean isText(ClassNode type) {
        return type.equals(ClassHelper.STRING_TYPE) || isA(type, ClassHelper.GSTRING_TYPE);
    }

    private static boolean isA(ClassNode type, ClassNode wanted) {
        return type.equals(wanted) || type.isDerivedFrom(wanted) || type.implementsInterface(wanted);
    }
}
