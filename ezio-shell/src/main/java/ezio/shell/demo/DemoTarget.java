package ezio.shell.demo;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import java.time.Duration;

/** How one target did. */
record DemoTarget(String name, long totalBytes, double seconds, long fromSeederBytes, long fromOthersBytes) {

    static DemoTarget of(String name, JsonLine complete) {
        return new DemoTarget(
                name,
                (long) complete.number("totalBytes"),
                complete.number("seconds"),
                (long) complete.number("fromSeedsBytes"),
                (long) complete.number("fromOthersBytes"));
    }

    Duration time() {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    Rate rate() {
        return Rate.of(totalBytes, time());
    }

    Event event() {
        return Event.of(
                        EventKind.DEMO_TARGET,
                        "restore",
                        "[4/5] " + name + ": complete, " + ByteSize.print(totalBytes)
                                + " verified, written and synced in " + TimeSpan.print(time()) + " (" + rate() + ")")
                .with("target", name)
                .with("totalBytes", totalBytes)
                .with("seconds", seconds)
                .with("fromSeederBytes", fromSeederBytes)
                .with("fromOthersBytes", fromOthersBytes);
    }
}
