package ezio.recipe.load;

import ezio.recipe.plan.RecipeMistake;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Makes one problem of the mistakes of a recipe. */
final class Mistakes {

    private static final Comparator<RecipeMistake> BY_PLACE = Comparator.comparingInt(
                    (RecipeMistake mistake) -> mistake.place().line())
            .thenComparingInt(mistake -> mistake.place().column());

    private Mistakes() {}

    static RecipeProblem problem(RecipeText text, Collection<RecipeMistake> mistakes) {
        List<RecipeProblem.MarkedMistake> marked = mistakes.stream()
                // The compiler looks at some places twice.
                .distinct()
                .sorted(BY_PLACE)
                .map(mistake -> new RecipeProblem.MarkedMistake(mistake, mark(text, mistake)))
                .toList();
        return new RecipeProblem(text.file(), marked);
    }

    private static String mark(RecipeText text, RecipeMistake mistake) {
        int line = mistake.place().line();
        return text.line(line)
                .map(source -> SourceMark.of(source, line, mistake.place().column()))
                .orElse("");
    }
}
