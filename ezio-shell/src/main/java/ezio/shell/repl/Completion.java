package ezio.shell.repl;

import ezio.recipe.words.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds how a line can go on: commands, options, and what their values can be. */
final class Completion {

    private static final String RECIPE_PARAMETERS = "--NAME VALUE";
    // What a command takes behind a recipe, too.
    private static final Set<String> BEHIND_RECIPES =
            Set.of("--overwrite", "--report", "--resume", "--offline", "--output", "--color", "--help");

    private final CommandSpec root;
    private final Values values;

    /** What can stand in place of a parameter. */
    interface Values {

        /**
         * @param label how help calls it: "DEVICE", "FILE"
         * @param command the command's name with its group's: "torrent create"
         * @param word what is there of it
         */
        List<Choice> of(String label, String command, String word);

        /** Returns what a recipe asks for; nothing where it cannot be read or has mistakes. */
        List<Parameter> parameters(String recipe);
    }

    Completion(CommandLine commands, Values values) {
        this.root = commands.getCommandSpec();
        this.values = values;
    }

    /** Where a line is, after some words. */
    private static final class Place {
        private CommandSpec command;
        private final List<String> given = new ArrayList<>();
        private OptionSpec pending;
        private int positionals;
        private boolean onlyPositionals;
        private String recipe;

        void pass(String word) {
            if (pending != null) {
                pending = null;
            } else if (!onlyPositionals && word.equals("--")) {
                onlyPositionals = true;
            } else if (!onlyPositionals && word.startsWith("-") && word.length() > 1) {
                given.add(name(word));
                OptionSpec option = command.findOption(name(word));
                pending = option != null && takesValue(option) && !word.contains("=") ? option : null;
            } else if (positionals == 0 && command.subcommands().containsKey(word)) {
                command = command.subcommands().get(word).getCommandSpec();
                given.clear();
            } else {
                if (positionals == 0 && takesRecipe(command)) {
                    recipe = word;
                }
                positionals++;
            }
        }
    }

    private Place place(List<String> before) {
        Place place = new Place();
        place.command = root;
        before.forEach(place::pass);
        return place;
    }

    /** Returns how {@code word} can go on after {@code before}, unfiltered by what is there of it. */
    List<Choice> choices(List<String> before, String word) {
        Place place = place(before);
        if (place.recipe != null) {
            Optional<List<Choice>> ofRecipe = recipe(place).values(last(before), word);
            if (ofRecipe.isPresent()) {
                return ofRecipe.get();
            }
        }
        if (place.pending != null) {
            return values(place.pending, place, word);
        }
        if (place.recipe != null && !word.contains("=")) {
            return word.isEmpty() || word.startsWith("-") ? behindRecipe(place) : List.of();
        }
        if (!place.onlyPositionals && word.startsWith("-")) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                return options(place);
            }
            OptionSpec option = place.command.findOption(name(word));
            String prefix = word.substring(0, equals + 1);
            return option == null
                    ? List.of()
                    : values(option, place, word.substring(equals + 1)).stream()
                            .map(choice -> choice.after(prefix))
                            .toList();
        }
        List<Choice> choices = new ArrayList<>();
        if (place.positionals == 0) {
            subcommands(place.command, choices);
        }
        if (isHelp(place.command)) {
            subcommands(root, choices);
        }
        positional(place).ifPresent(parameter -> choices.addAll(values(parameter, place, word)));
        return choices.isEmpty() && word.isEmpty() ? options(place) : choices;
    }

    /** Returns whether a word is a command in its place. */
    boolean isCommand(List<String> before, String word) {
        Place place = place(before);
        return place.pending == null
                && place.positionals == 0
                && place.command.subcommands().containsKey(word);
    }

    /** Returns whether the place of a word is one for a command, and nothing else. */
    boolean needsCommand(List<String> before) {
        Place place = place(before);
        return place.pending == null
                && place.positionals == 0
                && !place.command.subcommands().isEmpty()
                && place.command.positionalParameters().isEmpty();
    }

    /** Returns whether a word is an option of the command that it belongs to. */
    boolean isOption(List<String> before, String word) {
        Place place = place(before);
        return place.pending == null
                && !place.onlyPositionals
                // Who types does not wait for a recipe to be read.
                && (place.recipe != null || place.command.findOption(name(word)) != null);
    }

    private static boolean isHelp(CommandSpec command) {
        return command.name().equals("help");
    }

    private static void subcommands(CommandSpec command, List<Choice> into) {
        command.subcommands().forEach((name, sub) -> {
            CommandSpec spec = sub.getCommandSpec();
            if (!spec.usageMessage().hidden() && spec.name().equals(name)) {
                into.add(Choice.of(name, firstSentence(spec.usageMessage().description())));
            }
        });
    }

    private static List<Choice> options(Place place) {
        List<Choice> choices = new ArrayList<>();
        for (OptionSpec option : place.command.options()) {
            boolean isGiven = Arrays.stream(option.names()).anyMatch(place.given::contains);
            if (!option.hidden()
                    && (!isGiven || option.isMultiValue() || option.typeInfo().isCollection())) {
                choices.add(Choice.of(option.longestName(), firstSentence(option.description())));
            }
        }
        return choices;
    }

    private static boolean takesRecipe(CommandSpec command) {
        return command.positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().equals(RECIPE_PARAMETERS));
    }

    private RecipeChoices recipe(Place place) {
        return new RecipeChoices(values.parameters(place.recipe), values, qualified(place.command));
    }

    /** The recipe's parameters first: they are what the place is for. */
    private List<Choice> behindRecipe(Place place) {
        List<Choice> choices = new ArrayList<>(recipe(place).options(place.given));
        options(place).stream()
                .filter(choice -> BEHIND_RECIPES.contains(choice.value()))
                .forEach(choices::add);
        return choices;
    }

    private static String last(List<String> words) {
        return words.get(words.size() - 1);
    }

    private static Optional<PositionalParamSpec> positional(Place place) {
        return place.command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden() && parameter.index().contains(place.positionals))
                .findFirst();
    }

    private List<Choice> values(ArgSpec argument, Place place, String word) {
        Class<?> type =
                argument.typeInfo().isMultiValue() ? argument.typeInfo().getAuxiliaryTypes()[0] : argument.type();
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> Choice.of(constant.toString().toLowerCase(Locale.ROOT), ""))
                    .toList();
        }
        String label = argument.paramLabel();
        // Pairs: the first of each is a torrent.
        boolean isPair = label.equals("TORRENT PATH");
        return values.of(
                isPair ? place.positionals % 2 == 0 ? "TORRENT" : "PATH" : label, qualified(place.command), word);
    }

    private static String qualified(CommandSpec command) {
        String name = command.qualifiedName();
        return name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : name;
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static String name(String word) {
        return word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    }

    private static String firstSentence(String... lines) {
        // picocli's own help begins with a format of a newline.
        String text = lines.length == 0 ? "" : lines[0].replace("%n", "").replaceFirst("^In a session: ", "");
        int end = text.indexOf(". ");
        int semicolon = text.indexOf("; ");
        int cut = end < 0 ? semicolon : semicolon < 0 ? end : Math.min(end, semicolon);
        String sentence = cut < 0 ? text : text.substring(0, cut);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
