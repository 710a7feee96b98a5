package ezio.recipe.run;

import ezio.core.unit.TimeSpan;
import ezio.recipe.plan.KeepSeedingStep;
import ezio.recipe.plan.WaitForCopiesStep;
import ezio.recipe.plan.WaitForPeersStep;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The steps that wait for what others do. */
final class Waiting {

    private static final Duration TICK = Duration.ofMillis(200);

    private final Offers offers;
    private final RunRecord record;

    Waiting(Offers offers, RunRecord record) {
        this.offers = offers;
        this.record = record;
    }

    void forPeers(WaitForPeersStep step, StepWork work) {
        await(offers.on(step.on()), step.count(), "peer", work, Copies::connected);
    }

    void forCopies(WaitForCopiesStep step, StepWork work) {
        List<Offer> here = offers.on(step.on());
        // Counted over reconnects, and over runs where this one continues another: who was done once stays done.
        Set<Machine> done = new HashSet<>(record.copies(hashes(here)));
        await(here, step.count(), "full copy", work, copies -> {
            if (done.addAll(copies.complete())) {
                record.copies(hashes(here), done);
            }
            return done;
        });
    }

    private static List<String> hashes(List<Offer> here) {
        return here.stream().map(offer -> offer.infoHash().hex()).sorted().toList();
    }

    private void await(
            List<Offer> here, int count, String what, StepWork work, Function<Copies, Set<Machine>> counted) {
        String plural = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
        String wanted = count + " " + (count == 1 ? what : plural);
        while (true) {
            offers.throwIfFailed();
            Copies copies = new Copies(here.stream().map(Offer::status).toList());
            int got = counted.apply(copies).size();
            work.fact("wanted", count);
            work.fact("got", got);
            work.onTimeoutSay(most -> StepTimeout.waiting(wanted, got, copies.incomplete(), most));
            if (got >= count) {
                work.fact(
                        "machines",
                        counted.apply(copies).stream()
                                .map(Machine::toString)
                                .sorted()
                                .toList());
                return;
            }
            work.waiting(
                    got + " of " + wanted + uploads(here),
                    Map.of("wanted", count, "got", got, "incomplete", copies.incomplete()));
            work.cancel().pause(TICK);
        }
    }

    private static String uploads(List<Offer> here) {
        long sentBytes =
                here.stream().mapToLong(offer -> offer.status().uploadedBytes()).sum();
        return ", " + ezio.core.unit.ByteSize.print(sentBytes) + " sent";
    }

    /** Returns when everything of a restore is there. */
    void forImage(Offer offer, StepWork work) {
        while (true) {
            OfferStatus status = offer.status();
            work.fact("totalBytes", offer.totalBytes());
            work.fact("downloadedBytes", status.downloadedBytes());
            switch (status.state()) {
                case COMPLETE -> {
                    return;
                }
                case FAILED -> throw status.failure().orElseThrow();
                case GONE -> throw new java.util.concurrent.CancellationException(offer.imageName() + " was stopped");
                default -> {
                    boolean isAlone = status.peers().isEmpty();
                    work.onTimeoutSay(most -> isAlone
                            ? new ezio.verb.NobodyReached(
                                    most, status.note().stream().toList())
                            : StepTimeout.restoring(
                                    offer.imageName(), status.progress().fraction(), most));
                    work.progressed(
                            offer.imageName(),
                            status.progress(),
                            status.note()
                                    .<Map<String, Object>>map(note -> Map.of("note", note))
                                    .orElse(Map.of()));
                    work.cancel().pause(TICK);
                }
            }
        }
    }

    /** Returns when the time is over, or nothing was sent for as long as the step says. */
    void keepSeeding(KeepSeedingStep step, StepWork work) {
        long beganNs = System.nanoTime();
        List<Offer> here = offers.on(step.on());
        while (true) {
            Duration passed = Duration.ofNanos(System.nanoTime() - beganNs);
            Duration left = step.atMost().minus(passed);
            Duration silent = here.stream()
                    .flatMap(offer -> offer.status().sinceLastUpload().stream())
                    .min(Duration::compareTo)
                    .filter(since -> since.compareTo(passed) < 0)
                    .orElse(passed);
            Optional<Duration> idle = step.idle().filter(most -> silent.compareTo(most) >= 0);
            if (left.isNegative() || left.isZero() || idle.isPresent()) {
                work.fact("ended", idle.isPresent() ? "idle" : "time");
                return;
            }
            work.waiting("seeding, " + TimeSpan.printClock(left) + " left" + uploads(here), Map.of());
            work.cancel().pause(left.compareTo(TICK) < 0 ? left : TICK);
        }
    }
}
