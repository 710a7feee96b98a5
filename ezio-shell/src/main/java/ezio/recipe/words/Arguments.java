package ezio.recipe.words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a command line gives the parameters of a recipe, and what is wrong with it. Not thread-safe. */
public final class Arguments {

    private final Map<String, String> given;
    private final boolean isSampling;
    private final Map<String, Parameter> declared = new LinkedHashMap<>();
    private final Map<String, String> used = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    private Arguments(Map<String, String> given, boolean isSampling) {
        this.given = Map.copyOf(given);
        this.isSampling = isSampling;
    }

    /** Makes those of a command line: values by the parameters' names, "true" for a flag. */
    public static Arguments of(Map<String, String> given) {
        return new Arguments(given, false);
    }

    /** Makes some value for each parameter, so that a recipe can be read for what it declares. */
    public static Arguments samples() {
        return new Arguments(Map.of(), true);
    }

    /** Tells whether no value is anybody's wish. */
    public boolean isSampling() {
        return isSampling;
    }

    /** Returns what the recipe has declared so far, in its order. */
    public List<Parameter> declared() {
        return List.copyOf(declared.values());
    }

    /** Returns the values as they are printed, by the parameters' names. */
    public Map<String, String> used() {
        return new LinkedHashMap<>(used);
    }

    /** Returns what is wrong with the command line, a line each: "--machines: 0 is below …". */
    public List<String> mistakes() {
        List<String> all = new ArrayList<>(mistakes);
        given.keySet().stream()
                .filter(name -> !declared.containsKey(name))
                .sorted()
                .map(name -> unknown("--" + name, names()))
                .forEach(all::add);
        return all;
    }

    /** Says that an option is none of the recipe's, and which may have been meant. */
    public static String unknown(String option, Collection<String> names) {
        List<String> similar = ezio.core.problem.Similar.to(option, names);
        return option + " is not a parameter of this recipe"
                + (similar.isEmpty() ? "" : ", did you mean " + String.join(" or ", similar) + "?");
    }

    private Collection<String> names() {
        return declared.values().stream().map(Parameter::option).toList();
    }

    Set<String> declaredNames() {
        return declared.keySet();
    }

    /** Returns the value of a parameter; something of its kind where there is none that is right. */
    Object value(Parameter parameter) {
        declared.put(parameter.name(), parameter);
        Object value = find(parameter);
        used.put(parameter.name(), ParameterKind.print(value));
        return value;
    }

    private Object find(Parameter parameter) {
        String text = given.get(parameter.name());
        if (text == null) {
            if (parameter.isRequired() && !isSampling) {
                mistakes.add(parameter.option() + " is missing: " + parameter.description());
            }
            return parameter.sample();
        }
        try {
            return parameter.read(text);
        } catch (IllegalArgumentException e) {
            mistakes.add(parameter.option() + ": " + e.getMessage());
            return parameter.sample();
        }
    }
}
