package ezio.shell.command;

import ezio.core.swarm.StopRule;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.shell.env.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands, as the parser wants them. */
final class Commands {

    private Commands() {}

    static CommandLine all(Session session, Shell shell) {
        CommandLine torrent = new CommandLine(new TorrentCommand(session))
                .addSubcommand(new TorrentCreateCommand(session))
                .addSubcommand(new TorrentShowCommand(session))
                .addSubcommand(new TorrentEditCommand(session));
        CommandLine image = new CommandLine(new ImageCommand(session))
                .addSubcommand(new ImageShowCommand(session))
                .addSubcommand(new ImageCheckCommand(session))
                .addSubcommand(new ImageCreateCommand(session));
        CommandLine line = new CommandLine(new RootCommand(session, shell))
                .addSubcommand(new DisksCommand(session))
                .addSubcommand(new CaptureCommand(session))
                .addSubcommand(torrent)
                .addSubcommand(image)
                .addSubcommand(new SeedCommand(session))
                .addSubcommand(new RestoreCommand(session))
                .addSubcommand(new VerifyCommand(session))
                .addSubcommand(new TrackerCommand(session))
                .addSubcommand(recipe(new CheckCommand(session)))
                .addSubcommand(recipe(new PlanCommand(session)))
                .addSubcommand(new WordsCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(new PeersCommand(session))
                .addSubcommand(new WaitCommand(session))
                .addSubcommand(new SettingsCommand(session))
                .addSubcommand(new SetCommand(session))
                .addSubcommand(new JobsCommand(session))
                .addSubcommand(new JobCommand(session))
                .addSubcommand(new AlertsCommand(session))
                .addSubcommand(new GroovyCommand(session))
                .addSubcommand(new ExitCommand(session))
                .addSubcommand(new CompletionCommand(session, shell))
                .addSubcommand(new ReferenceCommand(session, shell))
                .addSubcommand(new CommandLine.HelpCommand());
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
