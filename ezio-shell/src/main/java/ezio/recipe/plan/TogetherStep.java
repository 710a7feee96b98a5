package ezio.recipe.plan;

import java.util.List;
import java.util.stream.Collectors;

/** Steps that run at the same time; is done when all are, and when one fails the others are cancelled. */
public record TogetherStep(Place place, List<Step> inner) implements Step {

    public TogetherStep {
        inner = List.copyOf(inner);
    }

    @Override
    public String word() {
        return "together";
    }

    @Override
    public String words() {
        return "together: " + inner.stream().map(Step::words).collect(Collectors.joining("; "));
    }

    @Override
    public boolean isDestructive() {
        return inner.stream().anyMatch(Step::isDestructive);
    }
}
