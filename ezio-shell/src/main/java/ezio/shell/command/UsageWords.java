package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.problem.Similar;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in our words what the parser found wrong with a command line. */
final class UsageWords {

    private static final Pattern BAD_VALUE = Pattern.compile(
            "Invalid value for (?:option|positional parameter at index \\S+) '?([^':]+?)'?(?: \\(<?([^)>]*)>?\\))?: (.*)",
            Pattern.DOTALL);
    private static final Pattern NOT_A_NUMBER = Pattern.compile("'(.*)' is not an? (?:int|long|double)");

    private static final Pattern NOT_A_CHOICE = Pattern.compile("expected one of \\[(.*)] .* but was '(.*)'");

    private UsageWords() {}

    static Problem problem(ParameterException e) {
        CommandLine where = e.getCommandLine();
        String command = where.getCommandSpec().qualifiedName();
        String remedy = "\"" + command + " --help\" shows what there is";
        if (e instanceof UnmatchedArgumentException unmatched) {
            return new UsageProblem(unmatched(unmatched, where), remedy);
        }
        if (e instanceof MissingParameterException missing) {
            return new UsageProblem("missing: " + String.join(", ", labels(missing.getMissing())), remedy);
        }
        Matcher bad = BAD_VALUE.matcher(e.getMessage());
        if (bad.matches()) {
            return new UsageProblem(bad.group(1).replaceAll("^\\((.*)\\)$", "$1") + ": " + why(bad.group(3)), remedy);
        }
        String words = e.getMessage().replace('\n', ' ');
        return new UsageProblem(words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1), remedy);
    }

    private static String why(String words) {
        Matcher number = NOT_A_NUMBER.matcher(words);
        if (number.matches()) {
            return "\"" + number.group(1) + "\" is not a whole number";
        }
        Matcher choice = NOT_A_CHOICE.matcher(words);
        return choice.matches()
                ? "\"" + choice.group(2) + "\" is not one of " + choice.group(1).toLowerCase(Locale.ROOT)
                : words;
    }

    private static String unmatched(UnmatchedArgumentException e, CommandLine where) {
        String given = e.getUnmatched().get(0);
        String what = given.startsWith("-")
                ? "unknown option " + given
                : where.getSubcommands().isEmpty()
                        ? "unexpected argument \"" + given + "\""
                        : "unknown command \"" + given + "\"";
        List<String> suggestions =
                given.startsWith("-") || !where.getSubcommands().isEmpty()
                        ? Similar.to(given.split("=", 2)[0], candidates(given, where))
                        : List.of();
        return suggestions.isEmpty() ? what : what + ", did you mean " + String.join(" or ", suggestions) + "?";
    }

    private static List<String> candidates(String given, CommandLine where) {
        return given.startsWith("-")
                ? where.getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList()
                : List.copyOf(where.getSubcommands().keySet());
    }

    private static List<String> labels(List<ArgSpec> missing) {
        return missing.stream()
                .map(arg -> arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel())
                .toList();
    }
}
