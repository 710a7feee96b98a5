package ezio.shell.command;

import ezio.recipe.load.RecipeFile;
import ezio.recipe.words.Parameter;
import ezio.recipe.words.ParameterKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The parameters of a recipe as options behind its file: {@code ezio plan lab.groovy --machines 24}. Immutable. */
final class RecipeOptions {

    private final String command;
    private final String file;
    private final List<Parameter> parameters;
    private final String description;

    /**
     * @param command the words before the file: "ezio plan"
     * @param file the recipe, as it was named
     */
    RecipeOptions(String command, String file, RecipeFile recipe) {
        this.command = command;
        this.file = file;
        this.parameters = recipe.parameters();
        this.description = recipe.description();
    }

    /** Tells whether help is asked for. */
    static boolean wantsHelp(List<String> words) {
        return words.contains("--help") || words.contains("-h");
    }

    /** Returns the parameters as the parser's options: for help, and for completion. */
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name(command + " " + file);
        spec.usageMessage().width(120).sortOptions(false);
        if (!description.isEmpty()) {
            spec.usageMessage().description(description.replace("%", "%%"));
        }
        for (Parameter parameter : parameters) {
            OptionSpec.Builder option = OptionSpec.builder(parameter.option())
                    .required(parameter.isRequired())
                    .description(about(parameter).replace("%", "%%"));
            if (parameter.kind() == ParameterKind.FLAG) {
                option.type(boolean.class);
            } else {
                option.type(String.class).paramLabel(parameter.kind().label());
                option.completionCandidates(parameter.choices().isEmpty() ? null : List.copyOf(parameter.choices()));
            }
            spec.addOption(option.build());
        }
        return spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("show this help")
                .build());
    }

    /** Returns the help of the recipe, with a newline at the end. */
    String help() {
        return new CommandLine(spec()).getUsageMessage();
    }

    /**
     * Reads what stands behind the file. What is no parameter is among the values, too: who loads the recipe with them says
     * so, with everything else that is wrong.
     *
     * @throws UsageProblem if a word belongs to no option, or an option has no value
     */
    Map<String, String> parse(List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        boolean isAfterUnknown = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--") || word.length() == 2) {
                if (!isAfterUnknown) {
                    throw new UsageProblem(
                            "unexpected argument \"" + word + "\"",
                            "behind a recipe stand its parameters: --NAME VALUE");
                }
                isAfterUnknown = false;
                continue;
            }
            int equals = word.indexOf('=');
            String name = word.substring(2, equals > 0 ? equals : word.length());
            Optional<Parameter> known =
                    parameters.stream().filter(each -> each.name().equals(name)).findFirst();
            if (values.containsKey(name)) {
                throw new UsageProblem("--" + name + " is there twice", null);
            }
            boolean takesNext = equals < 0 && known.isPresent() && known.get().kind() != ParameterKind.FLAG;
            if (takesNext && i + 1 == words.size()) {
                throw new UsageProblem("--" + name + ": a value is missing", null);
            }
            values.put(name, equals > 0 ? word.substring(equals + 1) : takesNext ? words.get(++i) : "true");
            isAfterUnknown = known.isEmpty() && equals < 0;
        }
        return values;
    }

    /** Returns a line for each parameter: its option, what it is, and its preset. */
    static List<String> table(List<Parameter> parameters) {
        int option = parameters.stream()
                .mapToInt(each -> each.option().length())
                .max()
                .orElse(0);
        int text = parameters.stream()
                .mapToInt(each -> each.description().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Parameter each : parameters) {
            String format = "%-" + Math.max(1, option) + "s  %-" + Math.max(1, text) + "s  (%s)";
            lines.add(String.format(
                    Locale.ROOT,
                    format,
                    each.option(),
                    each.description(),
                    each.presetText().orElse("required")));
        }
        return lines;
    }

    private static String about(Parameter parameter) {
        String choices = parameter.choices().isEmpty() ? "" : ": " + String.join(", ", parameter.choices());
        String preset = parameter.kind() == ParameterKind.FLAG
                ? ""
                : parameter.presetText().map(text -> "; default: " + text).orElse("; required");
        return parameter.description() + choices + preset;
    }
}
