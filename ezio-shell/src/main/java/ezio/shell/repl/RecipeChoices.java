package ezio.shell.repl;

import ezio.recipe.words.Parameter;
import ezio.recipe.words.ParameterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a line can go on behind a recipe, as far as its parameters go.
 *
 * @param values what devices and files can be
 * @param command the command that takes the recipe
 */
record RecipeChoices(List<Parameter> parameters, Completion.Values values, String command) {

    /** Returns the parameters that are not given yet; those that have to be given first. */
    List<Choice> options(List<String> given) {
        List<Choice> required = new ArrayList<>();
        List<Choice> others = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (!given.contains(parameter.option())) {
                (parameter.isRequired() ? required : others).add(Choice.of(parameter.option(), about(parameter)));
            }
        }
        required.addAll(others);
        return required;
    }

    /**
     * Returns what a value can be; empty where the word is no value of a parameter.
     *
     * @param before the word before
     * @param word what is there of it; "--NAME=" and the beginning of a value is one, too
     */
    Optional<List<Choice>> values(String before, String word) {
        int equals = word.indexOf('=');
        if (equals > 0 && word.startsWith("--")) {
            return find(word.substring(0, equals))
                    .map(parameter -> values(parameter, word.substring(equals + 1)).stream()
                            .map(choice -> choice.after(word.substring(0, equals + 1)))
                            .toList());
        }
        return find(before)
                .filter(parameter -> parameter.kind() != ParameterKind.FLAG)
                .map(parameter -> values(parameter, word));
    }

    private Optional<Parameter> find(String option) {
        return parameters.stream()
                .filter(parameter -> parameter.option().equals(option))
                .findFirst();
    }

    private List<Choice> values(Parameter parameter, String word) {
        return switch (parameter.kind()) {
            case DEVICE -> values.of("DEVICE", command, word);
            // Of any kind, not only recipes.
            case FILE -> values.of("FILE", "", word);
            case FLAG -> words(List.of("true", "false"));
            default -> words(parameter.choices());
        };
    }

    private static List<Choice> words(List<String> words) {
        return words.stream().map(word -> Choice.of(word, "")).toList();
    }

    private static String about(Parameter parameter) {
        String preset = parameter.kind() == ParameterKind.FLAG
                ? ""
                : parameter.presetText().map(text -> "default " + text).orElse("required");
        String description = parameter.description();
        return description.isEmpty() || preset.isEmpty() ? description + preset : description + "; " + preset;
    }
}
