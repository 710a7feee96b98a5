package ezio.shell.command;

import ezio.core.swarm.NetworkRange;
import ezio.core.swarm.StopRule;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.shell.env.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands, as the parser wants them. */
final class Commands {

    private static final String HELP = "help";

    private Commands() {}

    /** Returns the parser of every command. */
    static CommandLine all(Session session, Shell shell) {
        return parser(session, shell, table(session, shell));
    }

    /**
     * Returns the parser of the one command that the words begin with, and of all where they begin with none: to look
     * at the options of every command takes longer than many a command.
     */
    static CommandLine of(List<String> words, Session session, Shell shell) {
        Map<String, Supplier<Object>> table = table(session, shell);
        if (!words.isEmpty() && isCommand(words.get(0), table)) {
            table.keySet().retainAll(Set.of(words.get(0)));
        }
        return parser(session, shell, table);
    }

    // "help" names the others.
    private static boolean isCommand(String word, Map<String, Supplier<Object>> table) {
        return table.containsKey(word) && !word.equals(HELP);
    }

    private static Map<String, Supplier<Object>> table(Session session, Shell shell) {
        Map<String, Supplier<Object>> table = new LinkedHashMap<>();
        table.put("disks", () -> new DisksCommand(session));
        table.put("capture", () -> new CaptureCommand(session));
        table.put("torrent", () -> new CommandLine(new TorrentCommand(session))
                .addSubcommand(new TorrentCreateCommand(session))
                .addSubcommand(new TorrentShowCommand(session))
                .addSubcommand(new TorrentEditCommand(session)));
        table.put("image", () -> new CommandLine(new ImageCommand(session))
                .addSubcommand(new ImageShowCommand(session))
                .addSubcommand(new ImageCheckCommand(session))
                .addSubcommand(new ImageCreateCommand(session))
                .addSubcommand(new ImageCacheCommand(session)));
        table.put("seed", () -> new SeedCommand(session));
        table.put("restore", () -> new RestoreCommand(session));
        table.put("verify", () -> new VerifyCommand(session));
        table.put("tracker", () -> new TrackerCommand(session));
        table.put("daemon", () -> new DaemonCommand(session));
        table.put("check", () -> recipe(new CheckCommand(session)));
        table.put("plan", () -> recipe(new PlanCommand(session)));
        table.put("run", () -> recipe(new RunCommand(session)));
        table.put("words", () -> new WordsCommand(session));
        table.put("demo", () -> new DemoCommand(session));
        table.put("status", () -> new StatusCommand(session));
        table.put("peers", () -> new PeersCommand(session));
        table.put("wait", () -> new WaitCommand(session));
        table.put("settings", () -> new SettingsCommand(session));
        table.put("set", () -> new SetCommand(session));
        table.put("jobs", () -> new JobsCommand(session));
        table.put("job", () -> new JobCommand(session));
        table.put("alerts", () -> new AlertsCommand(session));
        table.put("shutdown", () -> new ShutdownCommand(session));
        table.put("groovy", () -> new GroovyCommand(session));
        table.put("exit", () -> new ExitCommand(session));
        table.put("completion", () -> new CompletionCommand(session, shell));
        table.put("reference", () -> new ReferenceCommand(session, shell));
        table.put(HELP, CommandLine.HelpCommand::new);
        return table;
    }

    private static CommandLine parser(Session session, Shell shell, Map<String, Supplier<Object>> table) {
        CommandLine line = new CommandLine(new RootCommand(session, shell));
        table.forEach((name, command) -> line.addSubcommand(name, command.get()));
        for (CommandLine each : withSubcommands(line)) {
            if (each.getCommandSpec().userObject() instanceof MayBeJob) {
                each.getCommandSpec().addOption(background());
            }
            // "ezio -c jobs": the value of an option may be called like a command.
            each.setAllowSubcommandsAsOptionParameters(true);
            each.setCaseInsensitiveEnumValuesAllowed(true);
            each.setUsageHelpWidth(120);
            each.getCommandSpec().usageMessage().sortOptions(false);
            each.getCommandSpec().usageMessage().footerHeading(examples(each) + "%nExit codes:%n");
            each.getCommandSpec().usageMessage().footer(ExitCode.table().toArray(String[]::new));
            each.registerConverter(ByteSize.class, new Words<>(ByteSize::parse));
            each.registerConverter(Rate.class, new Words<>(Rate::parse));
            each.registerConverter(Duration.class, new Words<>(TimeSpan::parse));
            each.registerConverter(StopRule.class, new Words<>(StopRule::parse));
            each.registerConverter(NetworkRange.class, new Words<>(NetworkRange::parse));
        }
        return line;
    }

    // What stands behind a recipe is the recipe's, also where it looks like an option.
    private static CommandLine recipe(EzioCommand command) {
        return new CommandLine(command).setStopAtPositional(true);
    }

    private static String examples(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        List<String> examples = Examples.of(name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : name);
        return examples.isEmpty()
                ? ""
                : examples.stream()
                        .map(example -> "  " + example.replace("%", "%%") + "%n")
                        .collect(Collectors.joining("", "%nExamples:%n", ""));
    }

    private static OptionSpec background() {
        return OptionSpec.builder(CommandRun.BACKGROUND)
                .type(boolean.class)
                .description("in a session: run as a job, beside the prompt")
                .build();
    }

    private static List<CommandLine> withSubcommands(CommandLine line) {
        List<CommandLine> all = new ArrayList<>(List.of(line));
        line.getSubcommands().values().forEach(sub -> all.addAll(withSubcommands(sub)));
        return all;
    }

    /**
     * Says why a value is none in its own words: picocli shows those of this exception alone, of others with a class name.
     */
    private static final class Words<T> implements ITypeConverter<T> {

        private final Function<String, T> parse;

        // Not a lambda, as all that implements picocli's interfaces: the class-data archive leaves out what one
        // implements.
        Words(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public T convert(String text) {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
