package ezio.core.swarm;

import ezio.core.unit.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When a node that holds everything leaves the swarm by itself: the first of several conditions that is met. Immutable;
 * has no clock of its own.
 *
 * @param isAtOnce as soon as everything is held
 * @param ratio so many times the image was sent
 * @param idle nothing was sent for so long, counted from the moment when everything was held
 * @param copies so many peers were seen to hold everything
 * @param time so long after the moment when everything was held
 */
public record StopRule(
        boolean isAtOnce, OptionalDouble ratio, Optional<Duration> idle, OptionalInt copies, Optional<Duration> time) {

    /** Serves until it is told to stop. */
    public static final StopRule NEVER =
            new StopRule(false, OptionalDouble.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty());

    /**
     * Reads "now", "ratio=3", "idle=90s", "copies=24", "time=1h", or several of them with commas between.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static StopRule parse(String text) {
        StopRule rule = NEVER;
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("=", 2);
            String value = words.length == 2 ? words[1].strip() : "";
            rule = switch (words[0].strip().toLowerCase(Locale.ROOT)) {
                case "now" -> {
                    if (words.length == 2) {
                        throw new IllegalArgumentException("\"now\" takes no value");
                    }
                    yield new StopRule(true, rule.ratio, rule.idle, rule.copies, rule.time);
                }
                case "ratio" ->
                    new StopRule(rule.isAtOnce, OptionalDouble.of(ratio(value)), rule.idle, rule.copies, rule.time);
                case "idle" ->
                    new StopRule(rule.isAtOnce, rule.ratio, Optional.of(TimeSpan.parse(value)), rule.copies, rule.time);
                case "copies" ->
                    new StopRule(rule.isAtOnce, rule.ratio, rule.idle, OptionalInt.of(copies(value)), rule.time);
                case "time" ->
                    new StopRule(rule.isAtOnce, rule.ratio, rule.idle, rule.copies, Optional.of(TimeSpan.parse(value)));
                default ->
                    throw new IllegalArgumentException("\"" + part.strip()
                            + "\" is no rule; write now, ratio=3, idle=90s, copies=24, time=1h or several with commas");
            };
        }
        return rule;
    }

    private static double ratio(String value) {
        if (!value.matches("\\d{1,6}(\\.\\d{1,3})?")) {
            throw new IllegalArgumentException("\"" + value + "\" is not a ratio; write ratio=3 or ratio=1.5");
        }
        return Double.parseDouble(value);
    }

    private static int copies(String value) {
        if (!value.matches("[1-9]\\d{0,6}")) {
            throw new IllegalArgumentException("\"" + value + "\" is not a number of copies; write copies=24");
        }
        return Integer.parseInt(value);
    }

    /**
     * Returns why it is time to stop; empty while it is not.
     *
     * @param status of a transfer that holds everything
     * @param complete how long it has held everything
     */
    public Optional<String> reason(TransferStatus status, Duration complete) {
        List<String> reasons = new ArrayList<>();
        if (isAtOnce) {
            reasons.add("complete");
        }
        if (ratio.isPresent() && status.uploadedBytes() >= ratio.getAsDouble() * status.bytesTotal()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "sent %.1f times",
                    (double) status.uploadedBytes() / Math.max(1, status.bytesTotal())));
        }
        if (copies.isPresent() && status.copies() >= copies.getAsInt()) {
            reasons.add(status.copies() + (status.copies() == 1 ? " full copy" : " full copies"));
        }
        Duration silent = status.sinceLastUpload()
                .filter(since -> since.compareTo(complete) < 0)
                .orElse(complete);
        idle.filter(limit -> silent.compareTo(limit) >= 0)
                .ifPresent(limit -> reasons.add("nothing sent for " + TimeSpan.printRounded(limit)));
        time.filter(limit -> complete.compareTo(limit) >= 0)
                .ifPresent(limit -> reasons.add(TimeSpan.printRounded(limit) + " are over"));
        return reasons.stream().findFirst();
    }
}
