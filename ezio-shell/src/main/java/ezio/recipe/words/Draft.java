package ezio.recipe.words;

import ezio.core.swarm.Pacing;
import ezio.recipe.plan.FailurePlan;
import ezio.recipe.plan.Place;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.PlannedNode;
import ezio.recipe.plan.PlannedTracker;
import ezio.recipe.plan.RecipeMistake;
import ezio.recipe.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the words of a recipe have said so far, and what is wrong with it. Not thread-safe. */
public final class Draft {

    /** More than this is a loop that was not meant: 1,000 machines with 10 steps each. */
    static final int MAX_STEPS = 10_000;

    private final Path file;
    private final Places places;
    private final Arguments arguments;
    private final Function<String, Path> paths;
    private final List<RecipeMistake> mistakes = new ArrayList<>();
    private final List<PlannedTracker> trackers = new ArrayList<>();
    private final List<PlannedNode> nodes = new ArrayList<>();
    private final List<PlannedImage> images = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Pacing pacing = Pacing.NONE;
    private FailurePlan onFailure;
    private String name;
    private Place place;
    private boolean hasSteps;
    private int stepCount;

    /**
     * @param paths makes paths of what a recipe calls its files
     */
    public Draft(Path file, Places places, Arguments arguments, Function<String, Path> paths) {
        this.file = file;
        this.places = places;
        this.arguments = arguments;
        this.paths = paths;
    }

    /** Returns what is wrong with the recipe, in the order in which it was found. */
    public List<RecipeMistake> mistakes() {
        return List.copyOf(mistakes);
    }

    /** Returns what was said; empty if there was no {@code deploy}. */
    public Optional<Plan> plan() {
        return name == null
                ? Optional.empty()
                : Optional.of(new Plan(
                        name,
                        place,
                        file,
                        pacing,
                        trackers,
                        nodes,
                        images,
                        steps,
                        Optional.ofNullable(onFailure),
                        arguments.used()));
    }

    /** Begins the {@code deploy}; returns whether it is the first. */
    boolean begin(String deployName, Place deployPlace) {
        if (name != null) {
            mistake(deployPlace, "a recipe has one `deploy`; the first is in line " + place.line());
            return false;
        }
        name = deployName;
        place = deployPlace;
        return true;
    }

    Arguments arguments() {
        return arguments;
    }

    Places places() {
        return places;
    }

    Path path(String text) {
        return paths.apply(text);
    }

    void mistake(Place where, String message) {
        mistakes.add(new RecipeMistake(where, message));
    }

    void mistake(Place where, String message, String suggestion) {
        mistakes.add(new RecipeMistake(where, message, suggestion));
    }

    void add(PlannedTracker tracker) {
        trackers.add(tracker);
    }

    void add(PlannedNode node) {
        nodes.add(node);
    }

    void add(PlannedImage image) {
        images.add(image);
    }

    void setPacing(Pacing newPacing) {
        pacing = newPacing;
    }

    boolean hasSteps() {
        return hasSteps;
    }

    void setSteps(List<Step> newSteps, Place where) {
        hasSteps = true;
        if (!steps.isEmpty()) {
            mistake(
                    where,
                    "a `deploy` has one `steps { }`; the first step is in line "
                            + steps.get(0).place().line());
        }
        steps.addAll(newSteps);
    }

    void setOnFailure(FailurePlan plan) {
        if (onFailure != null) {
            mistake(
                    plan.place(),
                    "a `deploy` has one `onFailure { }`; the first is in line "
                            + onFailure.place().line());
        }
        onFailure = plan;
    }

    /**
     * Counts a step.
     *
     * @throws TooManySteps if there are more than anybody can mean
     */
    void countStep(Place where) {
        stepCount++;
        if (stepCount > MAX_STEPS) {
            throw new TooManySteps(where);
        }
    }
}
