package ezio.shell.repl;

import ezio.core.disk.DiskEntry;
import ezio.core.disk.Disks;
import ezio.core.disk.Refusal;
import ezio.core.problem.Problem;
import ezio.core.swarm.PeerStatus;
import ezio.core.unit.ByteSize;
import ezio.recipe.words.Parameter;
import ezio.shell.env.Env;
import ezio.shell.job.LiveSession;
import ezio.shell.job.Setting;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What parameters can be, as far as this machine and this session tell: devices, files, jobs, peers, settings. */
final class KnownValues implements Completion.Values {

    private static final Logger LOG = LoggerFactory.getLogger(KnownValues.class);

    // To list the disks starts programs; who presses TAB twice wants an answer.
    private static final long DISKS_FRESH_NS = 5_000_000_000L;

    private final FileChoices files;
    private final RecipeParameters recipes;
    private final LiveSession live;
    private List<Choice> devices = List.of();
    private long devicesNs = Long.MIN_VALUE;

    KnownValues(Env env, LiveSession live) {
        this.files = new FileChoices(env);
        this.recipes = new RecipeParameters(env);
        this.live = live;
    }

    @Override
    public List<Parameter> parameters(String recipe) {
        return recipes.of(recipe);
    }

    @Override
    public List<Choice> of(String label, String command, String word) {
        try {
            return known(label, command, word);
        } catch (Problem e) {
            // Of a daemon that has ended, for one. Who runs the command is told.
            LOG.debug("nothing to offer for {}", label, e);
            return List.of();
        }
    }

    private List<Choice> known(String label, String command, String word) {
        return switch (label) {
            case "TORRENT" -> files.withSuffix(word, ".torrent");
            case "DEVICE", "PATH", "SOURCE" -> devicesAndFiles(word);
            case "DIR" -> files.directories(word);
            case "FILE" -> command.matches("run|plan|check") ? files.withSuffix(word, ".groovy") : files.all(word);
            case "IMAGE" -> command.equals("peers") ? images() : devicesAndFiles(word);
            case "JOB" -> jobs();
            case "HOST:PORT" -> peers();
            case "SETTING" ->
                Arrays.stream(Setting.values())
                        .map(each -> Choice.of(each.id(), each.sentence()))
                        .toList();
            case "RULE" ->
                List.of("now", "copies=", "idle=", "ratio=", "time=").stream()
                        .map(rule -> new Choice(rule, rule, "", rule.equals("now")))
                        .toList();
            case "NAME" -> command.equals("restore") ? refusals() : List.of();
            default -> label.startsWith("TORRENT") ? files.withSuffix(word, ".torrent") : List.of();
        };
    }

    private List<Choice> devicesAndFiles(String word) {
        List<Choice> choices = new ArrayList<>();
        if (live.isFar()) {
            // They are of another machine.
            return choices;
        }
        if (word.isEmpty() || word.startsWith("/")) {
            choices.addAll(devices());
        }
        // All of /dev is no help beside the devices that can be meant.
        if (!word.startsWith("/dev/")) {
            choices.addAll(files.all(word));
        }
        return choices;
    }

    private synchronized List<Choice> devices() {
        long now = System.nanoTime();
        if (devicesNs == Long.MIN_VALUE || now - devicesNs > DISKS_FRESH_NS) {
            devices = Disks.ofThisSystem().list().stream()
                    .map(disk -> Choice.of(disk.path().toString(), words(disk)))
                    .toList();
            devicesNs = now;
        }
        return devices;
    }

    /** Returns "465.3 GiB ext4, mounted at /srv". */
    private static String words(DiskEntry disk) {
        String text = ByteSize.print(disk.sizeBytes())
                + disk.fileSystem().map(type -> " " + type).orElse("");
        if (disk.isSwap()) {
            return text + ", used as swap";
        }
        return disk.mountPoints().isEmpty() ? text : text + ", mounted at " + String.join(" ", disk.mountPoints());
    }

    private List<Choice> images() {
        return live.images().stream()
                .map(image -> Choice.of(image.name(), image.path().toString()))
                .toList();
    }

    private List<Choice> jobs() {
        return live.everyJob().stream()
                .map(job -> Choice.of(job.label(), job.state().name().toLowerCase(Locale.ROOT) + ": " + job.title()))
                .toList();
    }

    private List<Choice> peers() {
        return live.images().stream()
                .flatMap(image -> image.status().peers().stream())
                .map(PeerStatus::address)
                .distinct()
                .map(address -> Choice.of(text(address), ""))
                .toList();
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static List<Choice> refusals() {
        return Arrays.stream(Refusal.values())
                .filter(Refusal::canBeAllowed)
                .map(refusal -> Choice.of(refusal.id(), refusal.sentence()))
                .toList();
    }
}
