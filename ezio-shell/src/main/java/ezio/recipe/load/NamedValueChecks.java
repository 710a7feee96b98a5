package ezio.recipe.load;

import ezio.core.problem.Similar;
import ezio.recipe.words.ValueWords;
import ezio.recipe.words.WordBook;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;

/** Compares the named values of a word with those that it takes. */
final class NamedValueChecks {

    /** Takes what is wrong. */
    interface Findings {
        void add(ASTNode where, String message, String suggestion);
    }

    private final Findings findings;
    private final Function<Expression, ClassNode> types;

    NamedValueChecks(Findings findings, Function<Expression, ClassNode> types) {
        this.findings = findings;
        this.types = types;
    }

    /**
     * @param wordPlace the node of the word itself
     * @param arguments everything that stands behind it
     */
    void check(WordBook.Entry word, ASTNode wordPlace, List<Expression> arguments) {
        Set<String> given = new HashSet<>();
        for (Expression argument : arguments) {
            if (argument instanceof MapExpression named) {
                named.getMapEntryExpressions().forEach(entry -> checkEntry(word, entry, given));
            }
        }
        List<String> missing = word.values().stream()
                .filter(value -> value.isRequired() && !given.contains(value.name()))
                .map(value -> "`" + value.name() + "`")
                .toList();
        if (!missing.isEmpty()) {
            findings.add(wordPlace, "`" + word.name() + "` needs " + String.join(" and ", missing), null);
        }
    }

    private void checkEntry(WordBook.Entry word, MapEntryExpression entry, Set<String> given) {
        if (!(entry.getKeyExpression() instanceof ConstantExpression key)) {
            findings.add(entry.getKeyExpression(), "the names of values are written out", "like timeout: 10.minutes");
            return;
        }
        String name = key.getText();
        if (!given.add(name)) {
            findings.add(key, "`" + name + "` is there twice", null);
        }
        WordBook.NamedValue value = word.values().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (value == null) {
            List<String> names =
                    word.values().stream().map(WordBook.NamedValue::name).toList();
            List<String> similar = Similar.to(name, names);
            findings.add(
                    key,
                    "`" + word.name() + "` has no `" + name + "`",
                    !similar.isEmpty()
                            ? "did you mean `" + similar.get(0) + "`?"
                            : names.isEmpty() ? null : "it has " + String.join(", ", names));
            return;
        }
        checkType(value, entry.getValueExpression());
    }

    private void checkType(WordBook.NamedValue value, Expression given) {
        ClassNode type = types.apply(given);
        if (Kinds.fits(value.type(), type, given)) {
            return;
        }
        String example = ValueWords.exampleOf(value.type());
        String kind = Kinds.of(type);
        if (!example.isEmpty() && kind.startsWith("a number")) {
            String written = given instanceof ConstantExpression ? given.getText() : null;
            boolean isTime = value.type() == Duration.class;
            findings.add(
                    given,
                    "`" + value.name() + "` needs a unit",
                    written == null
                            ? "like " + example
                            : "write " + written + example.substring(example.indexOf('.'))
                                    + (isTime ? ", " + written + ".seconds or " + written + ".hours" : ""));
            return;
        }
        findings.add(
                given,
                "`" + value.name() + "` takes " + ValueWords.kindOf(value.type()) + ", not " + kind,
                example.isEmpty() ? null : "like " + example);
    }
}
