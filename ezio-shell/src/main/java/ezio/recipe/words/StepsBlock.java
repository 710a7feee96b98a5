package ezio.recipe.words;

import ezio.core.disk.Refusal;
import ezio.core.disk.SourceRefusal;
import ezio.core.torrent.PieceLength;
import ezio.core.unit.ByteSize;
import ezio.recipe.plan.CaptureStep;
import ezio.recipe.plan.CreateTorrentStep;
import ezio.recipe.plan.OnTimeout;
import ezio.recipe.plan.Place;
import ezio.recipe.plan.RestoreStep;
import ezio.recipe.plan.SeedStep;
import ezio.recipe.plan.Step;
import ezio.recipe.plan.StopSeedingStep;
import ezio.recipe.plan.TimeLimit;
import ezio.recipe.plan.TogetherStep;
import ezio.recipe.plan.VerifyStep;
import ezio.recipe.plan.WaitForCopiesStep;
import ezio.recipe.plan.WaitForPeersStep;
import ezio.verb.live.Doubt;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of {@code steps { }} and {@code together { }}. */
@Block(value = "steps", purpose = "the verbs: what is done, in this order; the same words stand in `together { }`")
public final class StepsBlock {

    private final Draft draft;
    private final FreeSteps free;

    StepsBlock(Draft draft, List<Step> steps) {
        this.draft = draft;
        this.free = new FreeSteps(draft, steps);
    }

    @Word("finds the used blocks of an image, hashes them, and writes its torrent and torrent.info")
    public void capture(String image) {
        capture(Map.of(), image);
    }

    @Word(
            value = "finds the used blocks of an image, hashes them, and writes its torrent and torrent.info",
            example = "capture 'root', pieceSize: 16.MiB")
    public void capture(
            @NamedParam(value = "pieceSize", type = ByteSize.class)
                    @NamedParam(value = "whole", type = Boolean.class)
                    @NamedParam(value = "slices", type = Boolean.class)
                    @NamedParam(value = "allow", type = List.class)
                    @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String image) {
        Values values = new Values(draft, "capture", given);
        List<String> allowable = Arrays.stream(SourceRefusal.values())
                .filter(SourceRefusal::canBeAllowed)
                .map(SourceRefusal::id)
                .toList();
        free.add(new CaptureStep(
                values.place(),
                values.text("on"),
                image,
                pieceSize(values),
                values.flag("whole"),
                values.flag("slices"),
                values.ids("allow", SourceRefusal.class, SourceRefusal::byId, allowable),
                values.limit(TimeLimit.IMAGE)));
    }

    @Word("hashes an image and writes its torrent; used blocks only, where the image names them")
    public void createTorrent(String image) {
        createTorrent(Map.of(), image);
    }

    @Word(
            value = "hashes an image and writes its torrent; used blocks only, where the image names them",
            example = "createTorrent 'root', pieceSize: 16.MiB")
    public void createTorrent(
            @NamedParam(value = "pieceSize", type = ByteSize.class)
                    @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String image) {
        Values values = new Values(draft, "createTorrent", given);
        free.add(new CreateTorrentStep(
                values.place(), values.text("on"), image, pieceSize(values), values.limit(TimeLimit.IMAGE)));
    }

    @Word("offers an image; goes on as soon as it is offered")
    public void seed(String image) {
        seed(Map.of(), image);
    }

    @Word(value = "offers an image; goes on as soon as it is offered", example = "seed 'root', uploads: 4")
    public void seed(
            @NamedParam(value = "uploads", type = Integer.class)
                    @NamedParam(value = "connections", type = Integer.class)
                    @NamedParam(value = "check", type = Boolean.class)
                    @NamedParam(value = "trust", type = Boolean.class)
                    @NamedParam(value = "stopAfter", type = String.class)
                    @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String image) {
        Values values = new Values(draft, "seed", given);
        if (values.flag("check") && values.flag("trust")) {
            values.mistake("trust", "`check` and `trust` contradict each other");
        }
        if (values.stopRule("stopAfter").isAtOnce()) {
            values.mistake("stopAfter", "`stopAfter`: now would seed nothing");
        }
        free.add(new SeedStep(
                values.place(),
                values.text("on"),
                image,
                values.count("uploads"),
                values.count("connections"),
                values.flag("check") ? Doubt.CHECK : values.flag("trust") ? Doubt.TRUST : Doubt.AS_KNOWN,
                values.stopRule("stopAfter"),
                values.limit(TimeLimit.IMAGE)));
    }

    @Word("fetches an image onto its device; done when all of it is verified, written and synced; then offers it")
    public void restore(String image) {
        restore(Map.of(), image);
    }

    @Word(
            value =
                    "fetches an image onto its device; done when all of it is verified, written and synced; then offers it",
            example = "restore 'root', timeout: 1.hours")
    public void restore(
            @NamedParam(value = "create", type = Boolean.class)
                    @NamedParam(value = "createSize", type = ByteSize.class)
                    @NamedParam(value = "recheck", type = Boolean.class)
                    @NamedParam(value = "fresh", type = Boolean.class)
                    @NamedParam(value = "sequential", type = Boolean.class)
                    @NamedParam(value = "uploads", type = Integer.class)
                    @NamedParam(value = "connections", type = Integer.class)
                    @NamedParam(value = "allow", type = List.class)
                    @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String image) {
        Values values = new Values(draft, "restore", given);
        if (values.flag("recheck") && values.flag("fresh")) {
            values.mistake("fresh", "`recheck` and `fresh` contradict each other");
        }
        List<String> allowable = Arrays.stream(Refusal.values())
                .filter(Refusal::canBeAllowed)
                .map(Refusal::id)
                .toList();
        Optional<ByteSize> createSize = values.size("createSize");
        free.add(new RestoreStep(
                values.place(),
                values.text("on"),
                image,
                values.flag("create") || createSize.isPresent(),
                createSize,
                values.flag("recheck"),
                values.flag("fresh"),
                values.flag("sequential"),
                values.count("uploads"),
                values.count("connections"),
                values.ids("allow", Refusal.class, Refusal::byId, allowable),
                values.limit(TimeLimit.IMAGE)));
    }

    @Word("reads an image and compares every piece with its torrent; a wrong piece fails the run")
    public void verify(String image) {
        verify(Map.of(), image);
    }

    @Word(
            value = "reads an image and compares every piece with its torrent; a wrong piece fails the run",
            example = "verify 'root'")
    public void verify(
            @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String image) {
        Values values = new Values(draft, "verify", given);
        free.add(new VerifyStep(values.place(), values.text("on"), image, values.limit(TimeLimit.IMAGE)));
    }

    @Word("waits until so many machines are connected at once, each to every image that is offered")
    public void waitForPeers(int count) {
        waitForPeers(Map.of(), count);
    }

    @Word(
            value = "waits until so many machines are connected at once, each to every image that is offered",
            example = "waitForPeers 24, timeout: 10.minutes, onTimeout: carryOn")
    public void waitForPeers(
            @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            int count) {
        Values values = new Values(draft, "waitForPeers", given);
        free.add(new WaitForPeersStep(
                values.place(), values.text("on"), machines("waitForPeers", count), values.limit(TimeLimit.PEERS)));
    }

    @Word("waits until so many machines have held every piece of every image that is offered, now or before")
    public void waitForCopies(int count) {
        waitForCopies(Map.of(), count);
    }

    @Word(
            value = "waits until so many machines have held every piece of every image that is offered, now or before",
            example = "waitForCopies machines, timeout: 2.hours")
    public void waitForCopies(
            @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            int count) {
        Values values = new Values(draft, "waitForCopies", given);
        free.add(new WaitForCopiesStep(
                values.place(), values.text("on"), machines("waitForCopies", count), values.limit(TimeLimit.COPIES)));
    }

    @Word(
            value = "goes on offering what is offered, for a time; that it is over is no failure",
            example = "keepSeeding atMost: 1.hours, idle: 90.seconds")
    public void keepSeeding(
            @NamedParam(value = "atMost", type = Duration.class, required = true)
                    @NamedParam(value = "idle", type = Duration.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given) {
        free.keepSeeding(given);
    }

    @Word("offers nothing any longer")
    public void stopSeeding() {
        stopSeeding(Map.of());
    }

    @Word("offers nothing any longer")
    public void stopSeeding(@NamedParam(value = "on", type = String.class) Map<String, ?> given) {
        stop(given, Optional.empty());
    }

    @Word("offers an image no longer")
    public void stopSeeding(String image) {
        stop(Map.of(), Optional.of(image));
    }

    @Word(value = "offers nothing any longer; or one image no longer: `stopSeeding 'root'`", example = "stopSeeding()")
    public void stopSeeding(@NamedParam(value = "on", type = String.class) Map<String, ?> given, String image) {
        stop(given, Optional.of(image));
    }

    private void stop(Map<String, ?> given, Optional<String> image) {
        Values values = new Values(draft, "stopSeeding", given);
        free.add(new StopSeedingStep(values.place(), values.text("on"), image));
    }

    @Word(
            value = "does its steps at the same time; done when all are; the first failure cancels the others",
            example = "together { restore 'efi'; restore 'root' }")
    public void together(@DelegatesTo(value = StepsBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
        Place place = draft.places().of("together");
        List<Step> inner = new ArrayList<>();
        Blocks.run(block, new StepsBlock(draft, inner));
        if (inner.isEmpty()) {
            draft.mistake(place, "`together { }` has no step");
        }
        free.add(new TogetherStep(place, inner));
    }

    @Word(
            name = "run",
            value = "runs a program on this machine, without a shell; anything but exit code 0 fails the run")
    public void runProgram(String program) {
        free.run(Map.of(), program);
    }

    @Word(
            name = "run",
            value = "runs a program on this machine, without a shell; anything but exit code 0 fails the run",
            example = "run 'efibootmgr', arguments: ['--bootnum', '0001'], timeout: 1.minutes")
    public void runProgram(
            @NamedParam(value = "arguments", type = List.class)
                    @NamedParam(value = "timeout", type = Duration.class)
                    @NamedParam(value = "onTimeout", type = OnTimeout.class)
                    Map<String, ?> given,
            String program) {
        free.run(given, program);
    }

    @Word(value = "tells the user something", example = "message \"room $room is done\"")
    public void message(String text) {
        free.message(text);
    }

    @Word("for `onTimeout:`: the step counts as done, with a warning, and the next one begins")
    public OnTimeout getCarryOn() {
        return OnTimeout.CARRY_ON;
    }

    private Optional<ByteSize> pieceSize(Values values) {
        Optional<ByteSize> size = values.size("pieceSize");
        size.ifPresent(bytes -> values.checked("pieceSize", 0, () -> PieceLength.check(bytes.bytes())));
        return size;
    }

    private int machines(String word, int count) {
        if (count < 1) {
            draft.mistake(
                    draft.places().ofArgument(word, 0),
                    "`" + word + "` is told to wait for " + count + "; the smallest number is 1");
            return 1;
        }
        return count;
    }
}
