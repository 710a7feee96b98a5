package ezio.shell.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The help of all commands as one page of documentation. */
final class ReferenceText {

    private ReferenceText() {}

    static String of(CommandLine line) {
        List<String> parts = new ArrayList<>();
        parts.add(
                "# Commands\n\nMade by `bin/ezio reference > docs/commands.md`; the same is in `ezio COMMAND --help`. All commands"
                        + " end with one of the [exit codes](exit-codes.md). Those whose sentence begins with \"In a session\" work"
                        + " in the shell, in scripts (`ezio < FILE`) and after `ezio -c`.\n");
        add(line, parts);
        return String.join("\n", parts);
    }

    private static void add(CommandLine line, List<String> parts) {
        String help = line.getUsageMessage(Ansi.OFF);
        int exitCodes = help.indexOf("\nExit codes:");
        String text = (exitCodes < 0 ? help : help.substring(0, exitCodes)).strip();
        parts.add("## " + line.getCommandSpec().qualifiedName() + "\n\n```\n"
                + text.lines()
                        .map(String::stripTrailing)
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse("") + "\n```\n");
        // An alias is no other command.
        for (CommandLine sub : new LinkedHashSet<>(line.getSubcommands().values())) {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                add(sub, parts);
            }
        }
    }
}
