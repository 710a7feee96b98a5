package ezio.recipe.load;

import ezio.core.problem.Problem;
import ezio.recipe.plan.RecipeMistake;
import java.nio.file.Path;
import java.util.List;

/** A recipe with mistakes: all of them, so that one look is enough. */
public final class RecipeProblem extends Problem {

    private static final long serialVersionUID = 1;

    private final transient List<MarkedMistake> mistakes;

    RecipeProblem(Path file, List<MarkedMistake> mistakes) {
        super(
                Kind.INPUT,
                "recipe " + file + " has " + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes"),
                "nothing was run");
        this.mistakes = List.copyOf(mistakes);
    }

    /** Returns them in the order of the recipe. */
    public List<MarkedMistake> mistakes() {
        return mistakes;
    }

    /** Returns all mistakes in lines, each with the line of the recipe and carets. */
    public String text() {
        return String.join("\n", mistakes.stream().map(MarkedMistake::text).toList());
    }

    /**
     * A mistake, and the line it is in.
     *
     * @param mark two lines: the line with its number, and carets; empty where the place is beyond the last line
     */
    public record MarkedMistake(RecipeMistake mistake, String mark) {

        /** Returns "recipes/lab.groovy:8:9: no such word: `sed`; did you mean `seed`?". */
        public String line() {
            return mistake.place() + ": " + message();
        }

        /** Returns the message with its suggestion. */
        public String message() {
            return mistake.message()
                    + mistake.suggestion().map(suggestion -> "; " + suggestion).orElse("");
        }

        /** Returns the line, and the line of the recipe below. */
        public String text() {
            return mark.isEmpty() ? line() : line() + "\n" + mark;
        }
    }
}
