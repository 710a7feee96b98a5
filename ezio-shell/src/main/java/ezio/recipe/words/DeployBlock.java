package ezio.recipe.words;

import ezio.core.swarm.Pacing;
import ezio.core.tracker.TrackerSettings;
import ezio.core.unit.Rate;
import ezio.recipe.plan.FailurePlan;
import ezio.recipe.plan.ImageLocation;
import ezio.recipe.plan.Place;
import ezio.recipe.plan.PlannedNode;
import ezio.recipe.plan.PlannedTracker;
import ezio.recipe.plan.Step;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The words of {@code deploy { }}. */
@Block(value = "deploy", purpose = "the nouns: trackers, nodes, disks and their images; then the steps")
public final class DeployBlock {

    private static final Pattern TRACKER = Pattern.compile("(https?|udp)://[^/\\s]+(/\\S*)?");
    private static final Pattern HOST_PORT = Pattern.compile("\\S+:\\d{1,5}");

    private final Draft draft;

    DeployBlock(Draft draft) {
        this.draft = draft;
    }

    @Word("a tracker that runs elsewhere")
    public void tracker(String url) {
        Place place = draft.places().of("tracker");
        if (!TRACKER.matcher(url).matches()) {
            draft.mistake(
                    draft.places().ofArgument("tracker", 0),
                    "\"" + url + "\" is not the address of a tracker",
                    "write it like http://10.0.0.1:6969/announce");
        }
        draft.add(new PlannedTracker.External(place, url));
    }

    @Word(
            value =
                    "a tracker: the address of one that runs elsewhere, or the port of one that runs beside the recipe and"
                            + " hands out the torrents, too; may be said again",
            example = "tracker port: 6969")
    public void tracker(
            @NamedParam(value = "port", type = Integer.class, required = true)
                    @NamedParam(value = "host", type = String.class)
                    Map<String, ?> given) {
        Values values = new Values(draft, "tracker", given);
        int port = values.number("port").orElse(TrackerSettings.DEFAULT_PORT);
        Optional<String> host = values.text("host");
        PlannedTracker.Embedded usual = new PlannedTracker.Embedded(values.place(), TrackerSettings.DEFAULT_PORT, host);
        draft.add(values.checked("port", usual, () -> new PlannedTracker.Embedded(values.place(), port, host)));
    }

    @Word(
            value = "bounds how fast this machine sends and fetches, all images together",
            example = "limits upload: 80.MiB_s, slowStart: 10.seconds")
    public void limits(
            @NamedParam(value = "upload", type = Rate.class)
                    @NamedParam(value = "download", type = Rate.class)
                    @NamedParam(value = "slowStart", type = Duration.class)
                    Map<String, ?> given) {
        Values values = new Values(draft, "limits", given);
        Rate upload = values.rate("upload").orElse(Rate.ZERO);
        Rate download = values.rate("download").orElse(Rate.ZERO);
        Pacing sending = values.checked("upload", Pacing.NONE, () -> new Pacing(upload, Rate.ZERO, Duration.ZERO));
        Pacing fetching = values.checked("download", Pacing.NONE, () -> new Pacing(Rate.ZERO, download, Duration.ZERO));
        draft.setPacing(new Pacing(
                sending.upload(),
                fetching.download(),
                values.duration("slowStart").orElse(Duration.ZERO)));
    }

    @Word("one more node in this program, with a port of its own")
    public void node(String name) {
        node(Map.of(), name);
    }

    @Word(
            value = "another machine, that steps name with `on:`; without `daemon:`, one more node in this program",
            example = "node 'lab-07', daemon: '10.0.0.37:50051'")
    public void node(@NamedParam(value = "daemon", type = String.class) Map<String, ?> given, String name) {
        Values values = new Values(draft, "node", given);
        Optional<String> daemon = values.text("daemon");
        daemon.filter(address -> !HOST_PORT.matcher(address).matches())
                .ifPresent(address -> values.mistake(
                        "daemon", "\"" + address + "\" is not HOST:PORT; write it like 10.0.0.37:50051"));
        draft.add(new PlannedNode(name, values.place(), daemon));
    }

    @Word("a disk, for the images of its partitions")
    public void disk(
            String path, @DelegatesTo(value = DiskBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
        disk(Map.of(), path, block);
    }

    @Word(value = "a disk, for the images of its partitions", example = "disk('/dev/sda') { partition 1, … }")
    public void disk(
            @NamedParam(value = "on", type = String.class) Map<String, ?> given,
            String path,
            @DelegatesTo(value = DiskBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
        Values values = new Values(draft, "disk", given);
        Blocks.run(block, new DiskBlock(draft, path(path, "disk"), values.text("on")));
    }

    @Word(
            value = "an image on a logical volume, or any other device",
            example = "volume '/dev/vg/home', image: 'home', torrent: 'home.torrent'")
    public void volume(
            @NamedParam(value = "image", type = String.class, required = true)
                    @NamedParam(value = "torrent", type = String.class, required = true)
                    @NamedParam(value = "usedBlocks", type = String.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String path) {
        add("volume", given, path, ImageLocation.Volume::new);
    }

    @Word(
            value = "an image file; or an image of partclone's, packed and split or not, which can only be read",
            example = "file '/srv/lab.img', image: 'lab', torrent: 'lab.torrent'")
    public void file(
            @NamedParam(value = "image", type = String.class, required = true)
                    @NamedParam(value = "torrent", type = String.class, required = true)
                    @NamedParam(value = "usedBlocks", type = String.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String path) {
        add("file", given, path, ImageLocation.File::new);
    }

    @Word(
            value = "a directory of slices, which other BitTorrent programs can read, too",
            example = "slices '/srv/proxy/root', image: 'root', torrent: 'root.torrent'")
    public void slices(
            @NamedParam(value = "image", type = String.class, required = true)
                    @NamedParam(value = "torrent", type = String.class, required = true)
                    @NamedParam(value = "usedBlocks", type = String.class)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String path) {
        add("slices", given, path, ImageLocation.Slices::new);
    }

    @Word(
            value = "one partition or logical volume that a directory of Clonezilla's holds",
            example = "clonezilla '/home/partimag/lab', part: 'sda2', image: 'root', torrent: 'root.torrent'")
    public void clonezilla(
            @NamedParam(value = "part", type = String.class, required = true)
                    @NamedParam(value = "image", type = String.class, required = true)
                    @NamedParam(value = "torrent", type = String.class, required = true)
                    @NamedParam(value = "on", type = String.class)
                    Map<String, ?> given,
            String path) {
        String part = new Values(draft, "clonezilla", given).required("part");
        add("clonezilla", given, path, directory -> new ImageLocation.Saved(directory, part));
    }

    @Word(value = "what is done, in this order", example = "steps { seed 'root' }")
    public void steps(@DelegatesTo(value = StepsBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
        Place place = draft.places().of("steps");
        List<Step> steps = new ArrayList<>();
        Blocks.run(block, new StepsBlock(draft, steps));
        if (steps.isEmpty()) {
            draft.mistake(place, "`steps { }` has no step");
        }
        draft.setSteps(steps, place);
    }

    @Word(
            value = "what is done, once, when a step has failed; it never changes how the run ends",
            example = "onFailure { message 'the lab is not done' }")
    public void onFailure(@DelegatesTo(value = FailureBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
        Place place = draft.places().of("onFailure");
        List<Step> steps = new ArrayList<>();
        Blocks.run(block, new FailureBlock(draft, steps));
        draft.setOnFailure(new FailurePlan(place, steps));
    }

    private void add(String word, Map<String, ?> given, String path, Function<Path, ImageLocation> location) {
        Values values = new Values(draft, word, given);
        draft.add(Images.of(values, location.apply(path(path, word)), values.text("on")));
    }

    private Path path(String text, String word) {
        if (text.isBlank()) {
            draft.mistake(draft.places().ofArgument(word, 0), "the path of the `" + word + "` is empty");
            return draft.path("?");
        }
        return draft.path(text);
    }
}
