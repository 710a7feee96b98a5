package ezio.recipe.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One thing that a recipe does. */
public sealed interface Step
        permits CaptureStep,
                CreateTorrentStep,
                SeedStep,
                RestoreStep,
                VerifyStep,
                WaitForPeersStep,
                WaitForCopiesStep,
                StopSeedingStep,
                KeepSeedingStep,
                TogetherStep,
                RunStep,
                MessageStep {

    /** Returns where its word stands. */
    Place place();

    /** Returns the recipe's word for it: "waitForPeers". */
    String word();

    /** Returns what it does, as the plan prints it, without its time limit: "seed root, uploads 4". */
    String words();

    /** Returns the node it runs on; empty for the one that runs the recipe. */
    default Optional<String> on() {
        return Optional.empty();
    }

    /** Returns the image it is about. */
    default Optional<String> image() {
        return Optional.empty();
    }

    /** Returns how long it may take; empty where it takes no time, or is made of others. */
    default Optional<TimeLimit> limit() {
        return Optional.empty();
    }

    /** Returns the steps that it is made of. */
    default List<Step> inner() {
        return List.of();
    }

    /** Returns the step, or those that it is made of, at any depth. */
    default Stream<Step> leaves() {
        return inner().isEmpty() ? Stream.of(this) : inner().stream().flatMap(Step::leaves);
    }

    /** Tells whether it writes to a device, file or directory that has to be named with {@code --overwrite}. */
    default boolean isDestructive() {
        return false;
    }
}
