package ezio.recipe.run;

import ezio.recipe.plan.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A step with its number in the plan.
 *
 * @param number "3", or "3.1" for the first of those that step 3 runs together
 */
record NumberedStep(String number, Step step) {

    static List<NumberedStep> of(List<Step> steps) {
        return of("", steps);
    }

    static List<NumberedStep> of(String prefix, List<Step> steps) {
        List<NumberedStep> numbered = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            numbered.add(new NumberedStep(prefix + (i + 1), steps.get(i)));
        }
        return numbered;
    }

    List<NumberedStep> inner() {
        return of(number + ".", step.inner());
    }
}
