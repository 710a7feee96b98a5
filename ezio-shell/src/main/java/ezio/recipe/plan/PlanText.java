package ezio.recipe.plan;

import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import java.util.List;

/** What {@code ezio plan} prints. */
public final class PlanText {

    private PlanText() {}

    /** Returns the plan in lines, without a newline at the end; every step with its number and its time limit. */
    public static String of(Plan plan) {
        StringBuilder text = new StringBuilder("plan ").append(plan.name());
        plan.trackers().forEach(tracker -> text.append("\n  tracker ").append(tracker.words()));
        pacing(plan, text);
        plan.nodes().forEach(node -> text.append("\n  node ")
                .append(node.name())
                .append(node.daemon().map(daemon -> " = daemon at " + daemon).orElse(" = in this program")));
        plan.images().forEach(image -> image(image, text));
        steps(plan, plan.steps(), "", text);
        plan.onFailure().ifPresent(failure -> {
            text.append("\n  on failure: ");
            text.append(String.join(
                    "; ", failure.steps().stream().map(PlanText::words).toList()));
        });
        return text.toString();
    }

    private static void pacing(Plan plan, StringBuilder text) {
        if (plan.pacing().upload().bytesPerSecond() > Rate.ZERO.bytesPerSecond()) {
            text.append("\n  upload at most ").append(plan.pacing().upload());
        }
        if (plan.pacing().download().bytesPerSecond() > Rate.ZERO.bytesPerSecond()) {
            text.append("\n  download at most ").append(plan.pacing().download());
        }
        if (!plan.pacing().slowStartPeriod().isZero()) {
            text.append("\n  slow start, a step every ")
                    .append(TimeSpan.printLimit(plan.pacing().slowStartPeriod()));
        }
    }

    private static void image(PlannedImage image, StringBuilder text) {
        text.append("\n  image ").append(image.name());
        image.node().ifPresent(node -> text.append(" on ").append(node));
        text.append(" = ").append(image.path());
        if (image.location() instanceof ImageLocation.Saved saved) {
            text.append(", ").append(saved.part());
        }
    }

    private static void steps(Plan plan, List<Step> steps, String outer, StringBuilder text) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String number = outer + (i + 1) + ".";
            text.append('\n')
                    .append("  ".repeat(1 + depth(outer)))
                    .append(number)
                    .append(' ');
            if (step instanceof TogetherStep together) {
                text.append("together");
                steps(plan, together.inner(), number, text);
            } else {
                text.append(words(step)).append(overwrites(plan, step));
            }
        }
    }

    private static int depth(String outer) {
        return (int) outer.chars().filter(c -> c == '.').count();
    }

    /** Returns what a step does, with its time limit: "wait for 24 peers, at most 10 min, then carry on". */
    public static String words(Step step) {
        return step.words() + step.limit().map(limit -> ", " + limit.words()).orElse("");
    }

    private static String overwrites(Plan plan, Step step) {
        return step.isDestructive()
                ? step.image()
                        .flatMap(name -> plan.image(name, step.on()))
                        .map(image -> "  [overwrites " + image.path() + "]")
                        .orElse("")
                : "";
    }
}
