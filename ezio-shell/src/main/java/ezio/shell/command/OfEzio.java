package ezio.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options of ezio's own that may stand behind a recipe, too, and that were read before anything else. */
final class OfEzio {

    private static final Set<String> WITH_VALUE = Set.of("--output", "--color");

    private OfEzio() {}

    /** Returns the words without those options. */
    static List<String> without(List<String> words) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String option = words.get(i).split("=", 2)[0];
            if (!WITH_VALUE.contains(option)) {
                rest.add(words.get(i));
            } else if (!words.get(i).contains("=")) {
                i++;
            }
        }
        return rest;
    }
}
