package ezio.recipe.load;

import ezio.recipe.words.WordBook;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/**
 * Words that lack a bracket or a comma, which Groovy takes for other calls: {@code disk '/dev/sda' { }} for a call of
 * something named "/dev/sda", {@code seed 'root' uploads: 4} for one of that name which {@code seed} has. They are told
 * of, and put right, so that nothing else is found wrong because of them.
 */
final class LooseCalls {

    /** Takes a mistake. */
    @FunctionalInterface
    interface Listener {
        void mistake(Expression where, String message, String suggestion);
    }

    private final Listener listener;

    LooseCalls(Listener listener) {
        this.listener = listener;
    }

    /** Looks at a call, before the names in it are looked at. */
    void putRight(MethodCallExpression call) {
        if (call.isImplicitThis()) {
            putBlockRight(call);
        } else if (call.getObjectExpression() instanceof VariableExpression word && isWord(word.getName())) {
            putValuesRight(call, word);
        }
    }

    private void putBlockRight(MethodCallExpression call) {
        String word = call.getMethodAsString();
        if (!isWord(word)
                || !(only(call) instanceof MethodCallExpression inner)
                || !inner.isImplicitThis()
                || isWord(inner.getMethodAsString())
                || !(only(inner) instanceof ClosureExpression block)) {
            return;
        }
        Expression name = inner.getMethod();
        if (name instanceof ConstantExpression constant && !isQuoted(constant)) {
            name = new VariableExpression(constant.getText());
            name.setSourcePosition(constant);
        }
        String shown = shown(inner.getMethod());
        listener.mistake(
                inner.getMethod(),
                "what stands between `" + word + "` and its block needs brackets",
                "write " + word + "(" + shown + ") { … }");
        call.setArguments(new ArgumentListExpression(name, block));
    }

    private void putValuesRight(MethodCallExpression call, VariableExpression word) {
        if (!(call.getMethod() instanceof ConstantExpression value)
                || value.getValue() instanceof String && !isQuoted(value)) {
            return;
        }
        listener.mistake(
                value,
                "a comma is missing after " + shown(value),
                "write " + word.getName() + " " + shown(value) + ", …");
        List<Expression> arguments = new ArrayList<>();
        arguments.add(value);
        if (call.getArguments() instanceof TupleExpression rest) {
            for (Expression each : rest.getExpressions()) {
                if (each instanceof MapExpression named) {
                    MapExpression first = new MapExpression(named.getMapEntryExpressions());
                    first.setSourcePosition(named);
                    arguments.add(0, first);
                } else {
                    arguments.add(each);
                }
            }
        }
        ConstantExpression method = new ConstantExpression(word.getName());
        method.setSourcePosition(word);
        call.setObjectExpression(new VariableExpression("this"));
        call.setImplicitThis(true);
        call.setMethod(method);
        call.setArguments(new ArgumentListExpression(arguments));
    }

    private static boolean isWord(String name) {
        return name != null
                && WordBook.blocks().stream().anyMatch(block -> block.find(name).isPresent());
    }

    private static Expression only(MethodCallExpression call) {
        return call.getArguments() instanceof TupleExpression tuple
                        && tuple.getExpressions().size() == 1
                ? tuple.getExpression(0)
                : null;
    }

    // A name as it stands is as long as what it names.
    private static boolean isQuoted(ConstantExpression constant) {
        return constant.getLastLineNumber() == constant.getLineNumber()
                && constant.getLastColumnNumber() - constant.getColumnNumber()
                        > constant.getText().length();
    }

    private static String shown(Expression value) {
        return value instanceof ConstantExpression constant && isQuoted(constant)
                ? "'" + constant.getText() + "'"
                : value instanceof ConstantExpression constant ? constant.getText() : "'…'";
    }
}
