package ezio.recipe.words;

import ezio.core.swarm.StopRule;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.recipe.plan.OnTimeout;
import ezio.recipe.plan.Place;
import ezio.recipe.plan.TimeLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The named values of one word, {@code uploads: 4}. What cannot be is noted as a mistake where the value stands, and the
 * answer then is that nothing was said. A value that is null counts as not said.
 */
final class Values {

    private final Draft draft;
    private final String word;
    private final Map<String, ?> given;
    private final Place place;

    Values(Draft draft, String word, Map<String, ?> given) {
        this.draft = draft;
        this.word = word;
        this.given = given;
        this.place = draft.places().of(word);
    }

    /** Returns where the word stands. */
    Place place() {
        return place;
    }

    Optional<String> text(String name) {
        Object value = given.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.toString().isBlank()) {
            mistake(name, "`" + name + "` is empty");
            return Optional.empty();
        }
        return Optional.of(value.toString());
    }

    /** Returns a text that the checks of the recipe have found to be there; "?" where it is empty after all. */
    String required(String name) {
        return text(name).orElseGet(() -> {
            if (given.get(name) == null) {
                mistake(name, "`" + word + "` needs `" + name + "`");
            }
            return "?";
        });
    }

    Path pathOf(String text) {
        return draft.path(text);
    }

    Optional<Path> path(String name) {
        return text(name).map(draft::path);
    }

    boolean flag(String name) {
        return value(name, Boolean.class).orElse(false);
    }

    /** Returns a number from 1 on. */
    OptionalInt count(String name) {
        Optional<Integer> value = value(name, Integer.class);
        if (value.isPresent() && value.get() < 1) {
            mistake(name, "`" + name + "` is " + value.get() + ", below the smallest allowed value, 1");
            return OptionalInt.empty();
        }
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    Optional<Integer> number(String name) {
        return value(name, Integer.class);
    }

    Optional<ByteSize> size(String name) {
        return value(name, ByteSize.class);
    }

    Optional<Rate> rate(String name) {
        return value(name, Rate.class);
    }

    /** Returns a time above zero. */
    Optional<Duration> duration(String name) {
        Optional<Duration> value = value(name, Duration.class);
        if (value.isPresent() && (value.get().isZero() || value.get().isNegative())) {
            mistake(name, "`" + name + "` must be above zero");
            return Optional.empty();
        }
        return value;
    }

    /** Returns {@code timeout:} and {@code onTimeout:}, with what is usual in the place of what was not said. */
    TimeLimit limit(TimeLimit usual) {
        TimeLimit limit = duration("timeout").map(usual::withMost).orElse(usual);
        return value("onTimeout", OnTimeout.class).map(limit::with).orElse(limit);
    }

    StopRule stopRule(String name) {
        return text(name)
                .map(text -> checked(name, StopRule.NEVER, () -> StopRule.parse(text)))
                .orElse(StopRule.NEVER);
    }

    /** Returns the refusals that a list of ids names. */
    <E extends Enum<E>> Set<E> ids(
            String name, Class<E> type, Function<String, Optional<E>> byId, List<String> allowable) {
        Set<E> found = EnumSet.noneOf(type);
        for (String id : texts(name)) {
            Optional<E> one = allowable.contains(id) ? byId.apply(id) : Optional.empty();
            one.ifPresentOrElse(
                    found::add,
                    () -> mistake(
                            name,
                            "\"" + id + "\" is nothing that can be allowed",
                            "there is " + String.join(", ", allowable)));
        }
        return found;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        value(name, List.class).ifPresent(list -> {
            for (Object each : list) {
                texts.add(String.valueOf(each));
            }
        });
        return texts;
    }

    /** Makes something; where that is refused, what the refusal says is a mistake of the value. */
    <T> T checked(String name, T otherwise, java.util.function.Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException | ezio.core.problem.Problem e) {
            mistake(name, "`" + name + "`: " + e.getMessage());
            return otherwise;
        }
    }

    void mistake(String name, String message) {
        draft.mistake(draft.places().ofValue(word, name), message);
    }

    private void mistake(String name, String message, String suggestion) {
        draft.mistake(draft.places().ofValue(word, name), message, suggestion);
    }

    private <T> Optional<T> value(String name, Class<T> type) {
        Object value = given.get(name);
        if (value == null || type.isInstance(value)) {
            return Optional.ofNullable(type.cast(value));
        }
        mistake(name, "`" + name + "` takes " + ValueWords.kindOf(type) + ", not " + value);
        return Optional.empty();
    }
}
