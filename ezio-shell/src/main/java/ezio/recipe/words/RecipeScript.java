package ezio.recipe.words;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.recipe.plan.Place;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The words of the outermost level of a recipe; every recipe becomes a subclass of it. */
@Block(value = "recipe", purpose = "first the parameters, then one `deploy`")
public abstract class RecipeScript extends Script {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Options of ezio's own that can stand beside a recipe's, or may one day. */
    public static final Set<String> RESERVED_NAMES = Set.of(
            "help",
            "version",
            "output",
            "color",
            "log-file",
            "overwrite",
            "allow",
            "report",
            "resume",
            "fresh",
            "offline",
            "background",
            "daemon",
            "port",
            "listen",
            "peer",
            "cache-size",
            "cache-dir",
            "aio-threads",
            "hashing-threads",
            "max-uploads",
            "max-connections",
            "local-discovery",
            "upload-limit",
            "download-limit",
            "slow-start",
            "slow-start-period",
            "tracker",
            "tracker-port",
            "tracker-host",
            "keep-going",
            "dry-run");

    private Draft draft;

    /** Sets where the words note what was said; to be called before the script is run. */
    public final void begin(Draft newDraft) {
        draft = newDraft;
    }

    @Word("a disk, partition or image file, named on the command line")
    public String device(String name, String description) {
        return device(Map.of(), name, description);
    }

    @Word(
            value = "a disk, partition or image file, named on the command line",
            example = "def golden = device('disk', 'disk to copy from', preset: '/dev/sda')")
    public String device(
            @NamedParam(value = "preset", type = String.class) Map<String, ?> values, String name, String description) {
        return declare(ParameterKind.DEVICE, name, description, values).toString();
    }

    @Word("a whole number")
    public int integer(String name, String description) {
        return integer(Map.of(), name, description);
    }

    @Word(value = "a whole number", example = "def machines = integer('machines', 'machines to wait for', min: 1)")
    public int integer(
            @NamedParam(value = "preset", type = Integer.class)
                    @NamedParam(value = "min", type = Integer.class)
                    @NamedParam(value = "max", type = Integer.class)
                    Map<String, ?> values,
            String name,
            String description) {
        return (Integer) declare(ParameterKind.INTEGER, name, description, values);
    }

    @Word("any text")
    public String text(String name, String description) {
        return text(Map.of(), name, description);
    }

    @Word(
            value = "any text",
            example = "def room = text('room', 'name of the room', preset: 'lab', matches: '[a-z0-9-]+')")
    public String text(
            @NamedParam(value = "preset", type = String.class) @NamedParam(value = "matches", type = String.class)
                    Map<String, ?> values,
            String name,
            String description) {
        return declare(ParameterKind.TEXT, name, description, values).toString();
    }

    @Word("a length of time: 90s, 10m, 1h30m")
    public Duration duration(String name, String description) {
        return duration(Map.of(), name, description);
    }

    @Word(
            value = "a length of time: 90s, 10m, 1h30m",
            example = "def patience = duration('patience', 'longest wait for the last copy', preset: 2.hours)")
    public Duration duration(
            @NamedParam(value = "preset", type = Duration.class)
                    @NamedParam(value = "min", type = Duration.class)
                    @NamedParam(value = "max", type = Duration.class)
                    Map<String, ?> values,
            String name,
            String description) {
        return (Duration) declare(ParameterKind.DURATION, name, description, values);
    }

    @Word("a number of bytes: 16MiB, 1.5GiB")
    public ByteSize size(String name, String description) {
        return size(Map.of(), name, description);
    }

    @Word(
            value = "a number of bytes: 16MiB, 1.5GiB",
            example = "def pieces = size('pieces', 'piece size', preset: 16.MiB, max: 64.MiB)")
    public ByteSize size(
            @NamedParam(value = "preset", type = ByteSize.class)
                    @NamedParam(value = "min", type = ByteSize.class)
                    @NamedParam(value = "max", type = ByteSize.class)
                    Map<String, ?> values,
            String name,
            String description) {
        return (ByteSize) declare(ParameterKind.SIZE, name, description, values);
    }

    @Word("bytes a second: 80MiB/s")
    public Rate rate(String name, String description) {
        return rate(Map.of(), name, description);
    }

    @Word(
            value = "bytes a second: 80MiB/s",
            example = "def most = rate('most', 'what the network may be used for', preset: 80.MiB_s)")
    public Rate rate(
            @NamedParam(value = "preset", type = Rate.class)
                    @NamedParam(value = "min", type = Rate.class)
                    @NamedParam(value = "max", type = Rate.class)
                    Map<String, ?> values,
            String name,
            String description) {
        return (Rate) declare(ParameterKind.RATE, name, description, values);
    }

    @Word("a file or directory; a relative path starts from the working directory")
    public String file(String name, String description) {
        return file(Map.of(), name, description);
    }

    @Word(
            value = "a file or directory; a relative path starts from the working directory",
            example = "def images = file('images', 'where the torrents are', preset: 'images')")
    public String file(
            @NamedParam(value = "preset", type = String.class) Map<String, ?> values, String name, String description) {
        return declare(ParameterKind.FILE, name, description, values).toString();
    }

    @Word(
            value = "one of several texts",
            example = "def mode = choice('mode', 'how much to check', from: ['quick', 'full'], preset: 'quick')")
    public String choice(
            @NamedParam(value = "from", type = List.class, required = true)
                    @NamedParam(value = "preset", type = String.class)
                    Map<String, ?> values,
            String name,
            String description) {
        return declare(ParameterKind.CHOICE, name, description, values).toString();
    }

    @Word(
            value = "true where the command line has it, else false",
            example = "def full = flag('full', 'verify after the restore')")
    public boolean flag(String name, String description) {
        return (Boolean) declare(ParameterKind.FLAG, name, description, Map.of("preset", false));
    }

    @Word(value = "what is to be done; a recipe has one", example = "deploy('lab') { … }")
    public void deploy(
            String name, @DelegatesTo(value = DeployBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
        Place place = draft.places().of("deploy");
        if (name.isBlank()) {
            draft.mistake(draft.places().ofArgument("deploy", 0), "the name of the `deploy` is empty");
        }
        if (draft.begin(name, place)) {
            Blocks.run(block, new DeployBlock(draft));
            if (!draft.hasSteps()) {
                draft.mistake(place, "this `deploy` has no `steps { }`");
            }
        }
    }

    private Object declare(ParameterKind kind, String name, String description, Map<String, ?> given) {
        Values values = new Values(draft, kind.word(), given);
        checkName(kind.word(), name, values.place());
        if (description.isBlank()) {
            draft.mistake(draft.places().ofArgument(kind.word(), 1), "the description of --" + name + " is empty");
        }
        Parameter bare = new Parameter(
                name,
                values.place(),
                kind,
                description,
                Optional.empty(),
                Optional.ofNullable(given.get("min")),
                Optional.ofNullable(given.get("max")),
                values.texts("from"),
                values.text("matches").flatMap(text -> pattern(values, text)));
        if (bare.least().isPresent()
                && bare.most().isPresent()
                && Parameter.compare(bare.least().get(), bare.most().get()) > 0) {
            values.mistake("max", "`max` is below `min`");
        }
        if (given.containsKey("from") && bare.choices().isEmpty()) {
            values.mistake("from", "`from` is empty: there is nothing to choose");
        }
        Optional<Object> preset = Optional.ofNullable(given.get("preset")).map(RecipeScript::plain);
        preset.flatMap(bare::whyNot).ifPresent(why -> values.mistake("preset", "`preset`: " + why));
        return draft.arguments()
                .value(new Parameter(
                        bare.name(),
                        bare.place(),
                        kind,
                        description,
                        preset,
                        bare.least(),
                        bare.most(),
                        bare.choices(),
                        bare.pattern()));
    }

    private static Object plain(Object value) {
        return value instanceof CharSequence ? value.toString() : value;
    }

    private void checkName(String word, String name, Place place) {
        if (!NAME.matcher(name).matches()) {
            draft.mistake(
                    draft.places().ofArgument(word, 0),
                    "\"" + name + "\" is no name for a parameter",
                    "small letters, digits and hyphens, like `max-machines`");
        } else if (RESERVED_NAMES.contains(name)) {
            draft.mistake(
                    draft.places().ofArgument(word, 0),
                    "--" + name + " is an option of ezio itself",
                    "choose another name");
        } else if (draft.arguments().declaredNames().contains(name)) {
            int first = draft.arguments().declared().stream()
                    .filter(other -> other.name().equals(name))
                    .mapToInt(other -> other.place().line())
                    .findFirst()
                    .orElseThrow();
            draft.mistake(place, String.format(Locale.ROOT, "--%s is declared in line %d already", name, first));
        }
    }

    private static Optional<Pattern> pattern(Values values, String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            values.mistake("matches", "`matches`: " + e.getDescription());
            return Optional.empty();
        }
    }

    /** Returns the words of a recipe's parameters. */
    public static List<String> parameterWords() {
        List<String> words = new ArrayList<>();
        for (ParameterKind kind : ParameterKind.values()) {
            words.add(kind.word());
        }
        return words;
    }
}
