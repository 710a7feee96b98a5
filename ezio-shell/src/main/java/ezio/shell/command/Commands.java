package ezio.shell.command;

import ezio.core.swarm.StopRule;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.shell.env.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
                .addSubcommand(recipe(new RunCommand(session)))
                .addSubcommand(new WordsCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new SettingsCommand(session))
                .addSubcommand(new SetCommand(session))
                .addSubcommand(new JobsCommand(session))
                .addSubcommand(new JobCommand(session))
                .addSubcommand(new AlertsCommand(session))
                .addSubcommand(new ExitCommand(session))
                .addSubcommand(new CommandLine.HelpCommand());
        for (CommandLine each : withSubcommands(line)) {
            if (each.getCommandSpec().userObject() instanceof MayBeJob) {
                each.getCommandSpec().addOption(background());
            }
            each.setCaseInsensitiveEnumValuesAllowed(true);
            each.setUsageHelpWidth(120);
            each.getCommandSpec().usageMessage().sortOptions(false);
            each.getCommandSpec().usageMessage().footerHeading("%nExit codes:%n");
            each.getCommandSpec().usageMessage().footer(ExitCode.table().toArray(String[]::new));
            each.registerConverter(ByteSize.class, wordsOf(ByteSize::parse));
            each.registerConverter(Rate.class, wordsOf(Rate::parse));
            each.registerConverter(Duration.class, wordsOf(TimeSpan::parse));
            each.registerConverter(StopRule.class, wordsOf(StopRule::parse));
        }
        return line;
    }

    // What stands behind a recipe is the recipe's, also where it looks like an option.
    private static CommandLine recipe(EzioCommand command) {
        return new CommandLine(command).setStopAtPositional(true);
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

    // picocli shows the words of this exception alone, those of others with a class name.
    private static <T> ITypeConverter<T> wordsOf(ITypeConverter<T> converter) {
        return text -> {
            try {
                return converter.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
