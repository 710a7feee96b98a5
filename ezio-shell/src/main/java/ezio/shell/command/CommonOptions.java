package ezio.shell.command;

import ezio.shell.console.ColorMode;
import ezio.shell.console.OutputMode;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {

    // Console.open has looked at the first two already, before anything was parsed; here they are checked and
    // described.
    @Option(
            names = "--output",
            paramLabel = "MODE",
            description = "auto, terminal, plain or json; auto is terminal where messages go to one")
    OutputMode output = OutputMode.AUTO;

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never; auto minds NO_COLOR")
    ColorMode color = ColorMode.AUTO;

    @Option(names = "--log-file", paramLabel = "FILE", description = "where the log goes")
    String logFile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    /** Finds a value among arguments that nobody has parsed yet; empty where it is missing or not one of {@code type}. */
    static <E extends Enum<E>> Optional<E> early(String[] args, String option, Class<E> type) {
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            String value = args[i].startsWith(option + "=")
                    ? args[i].substring(option.length() + 1)
                    : args[i].equals(option) && i + 1 < args.length ? args[i + 1] : null;
            for (E constant : type.getEnumConstants()) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return Optional.of(constant);
                }
            }
        }
        return Optional.empty();
    }
}
