package ezio.recipe.words;

import ezio.recipe.plan.Place;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value that a recipe asks for. Immutable.
 *
 * @param name as recipes and command lines have it: "--machines" is "machines"
 * @param preset used where the command line gives none; empty for a parameter that has to be given
 * @param least the smallest allowed value, of the kind's type
 * @param most the largest allowed value
 * @param choices the allowed values of a choice; empty for other kinds
 * @param pattern what a text has to match
 */
public record Parameter(
        String name,
        Place place,
        ParameterKind kind,
        String description,
        Optional<Object> preset,
        Optional<Object> least,
        Optional<Object> most,
        List<String> choices,
        Optional<Pattern> pattern) {

    public Parameter {
        choices = List.copyOf(choices);
    }

    /** Returns the option: "--machines". */
    public String option() {
        return "--" + name;
    }

    public boolean isRequired() {
        return preset.isEmpty();
    }

    /** Returns the preset as help prints it: "2 h". */
    public Optional<String> presetText() {
        return preset.map(ParameterKind::print);
    }

    /**
     * Reads a value from a command line.
     *
     * @throws IllegalArgumentException if {@code text} is not of the kind, or not allowed; its message says why
     */
    Object read(String text) {
        Object value = kind.parse(text);
        whyNot(value).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return value;
    }

    /** Returns why a value is not allowed; empty if it is. */
    Optional<String> whyNot(Object value) {
        if (least.isPresent() && compare(value, least.get()) < 0) {
            return Optional.of(ParameterKind.print(value) + " is below the smallest allowed value, "
                    + ParameterKind.print(least.get()));
        }
        if (most.isPresent() && compare(value, most.get()) > 0) {
            return Optional.of(ParameterKind.print(value) + " is above the largest allowed value, "
                    + ParameterKind.print(most.get()));
        }
        if (kind == ParameterKind.CHOICE && !choices.contains(value.toString())) {
            return Optional.of("\"" + value + "\" is not one of " + String.join(", ", choices));
        }
        if (pattern.isPresent() && !pattern.get().matcher(value.toString()).matches()) {
            return Optional.of("\"" + value + "\" does not match " + pattern.get());
        }
        return Optional.empty();
    }

    /** Returns what stands for this parameter where a recipe is only read for what it declares. */
    Object sample() {
        return preset.or(() -> least).orElseGet(() -> choices.isEmpty() ? kind.sample() : choices.get(0));
    }

    /** Compares two values of a kind that has an order. */
    @SuppressWarnings("unchecked")
    static int compare(Object a, Object b) {
        if (a instanceof ezio.core.unit.Rate rate) {
            return Double.compare(rate.bytesPerSecond(), ((ezio.core.unit.Rate) b).bytesPerSecond());
        }
        return ((Comparable<Object>) a).compareTo(b);
    }
}
