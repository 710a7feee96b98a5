package ezio.recipe.plan;

import ezio.core.swarm.StopRule;
import ezio.core.unit.TimeSpan;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts the words of a step together: "seed root, uploads 4, on lab-07". */
final class StepWords {

    private final StringBuilder text;

    StepWords(String begin) {
        this.text = new StringBuilder(begin);
    }

    StepWords with(String words, boolean isSo) {
        return isSo ? add(words) : this;
    }

    StepWords with(String words, Optional<?> value) {
        return value.isPresent() ? add(words + " " + value.get()) : this;
    }

    StepWords with(String words, OptionalInt value) {
        return value.isPresent() ? add(words + " " + value.getAsInt()) : this;
    }

    StepWords with(StopRule rule) {
        with("until complete", rule.isAtOnce());
        rule.ratio().ifPresent(ratio -> add(String.format(Locale.ROOT, "until sent %s times", ratio)));
        rule.idle().ifPresent(idle -> add("until nothing was sent for " + TimeSpan.printLimit(idle)));
        rule.copies().ifPresent(copies -> add("until there are " + copies + (copies == 1 ? " copy" : " copies")));
        rule.time().ifPresent(time -> add("for " + TimeSpan.printLimit(time)));
        return this;
    }

    String on(Optional<String> node) {
        node.ifPresent(name -> add("on " + name));
        return text.toString();
    }

    private StepWords add(String words) {
        text.append(", ").append(words);
        return this;
    }
}
