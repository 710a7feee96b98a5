package ezio.recipe.plan;

import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.Optional;

/**
 * Goes on offering what is offered, for a time; that the time is over is no failure.
 *
 * @param atMost above zero
 * @param idle ends sooner when nothing was sent for so long
 */
public record KeepSeedingStep(Place place, Optional<String> on, Duration atMost, Optional<Duration> idle)
        implements Step {

    @Override
    public String word() {
        return "keepSeeding";
    }

    @Override
    public String words() {
        return new StepWords("keep seeding for " + TimeSpan.printLimit(atMost)
                        + idle.map(time -> ", or until nothing was sent for " + TimeSpan.printLimit(time))
                                .orElse(""))
                .on(on);
    }
}
