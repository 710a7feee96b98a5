package ezio.recipe.plan;

import ezio.core.problem.Similar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds what is wrong with a plan as a whole, before anything of it runs. */
public final class PlanChecks {

    private PlanChecks() {}

    /**
     * Returns everything that is wrong, in the order of the recipe.
     *
     * @param exists tells whether something is at a path of this machine; what always says yes makes this a check without
     *     a look at the machine
     */
    public static List<RecipeMistake> check(Plan plan, Predicate<Path> exists) {
        List<RecipeMistake> mistakes = new ArrayList<>(NounChecks.check(plan));
        mistakes.addAll(TargetChecks.check(plan));
        mistakes.addAll(new OrderChecks(plan, exists).check());
        return mistakes.stream()
                .distinct()
                .sorted(Comparator.comparingInt(
                                (RecipeMistake mistake) -> mistake.place().line())
                        .thenComparingInt(mistake -> mistake.place().column()))
                .toList();
    }

    static String quoted(String name) {
        return "`" + name + "`";
    }

    static RecipeMistake unknown(Place place, String what, String name, Collection<String> known) {
        List<String> similar = Similar.to(name, known);
        String message = "there is no " + what + " " + quoted(name);
        if (!similar.isEmpty()) {
            return new RecipeMistake(place, message, "did you mean " + list(similar, " or ") + "?");
        }
        return known.isEmpty()
                ? new RecipeMistake(place, message)
                : new RecipeMistake(place, message, "the recipe has " + list(known, ", "));
    }

    private static String list(Collection<String> names, String between) {
        return names.stream().distinct().map(PlanChecks::quoted).collect(Collectors.joining(between));
    }

    static String line(Place place) {
        return "line " + place.line();
    }
}
