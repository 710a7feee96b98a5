package ezio.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the options of {@code ezio run} out of what stands after the recipe, where its parameters stand: who names a disk
 * for the recipe wants to confirm it in the same breath. A parameter of the same name goes before.
 *
 * @param overwrite the devices that were named
 * @param isResumed whether steps that were done are skipped
 * @param rest what the recipe gets
 */
record RunOptions(List<String> overwrite, Optional<String> report, boolean isResumed, List<String> rest) {

    private static final String OVERWRITE = "--overwrite";
    private static final String REPORT = "--report";
    private static final String RESUME = "--resume";
    // The console has read these two already.
    private static final Set<String> OF_THE_CONSOLE = Set.of("--output", "--color");

    /**
     * @param words what stands after the recipe
     * @param parameters the options that the recipe declares
     * @throws UsageProblem if an option has no value
     */
    static RunOptions of(List<String> words, Set<String> parameters) {
        List<String> overwrite = new ArrayList<>();
        Optional<String> report = Optional.empty();
        boolean isResumed = false;
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String option = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
            boolean isOurs = !parameters.contains(option);
            if (isOurs && option.equals(RESUME)) {
                isResumed = true;
            } else if (isOurs
                    && (option.equals(OVERWRITE) || option.equals(REPORT) || OF_THE_CONSOLE.contains(option))) {
                if (equals < 0 && i + 1 == words.size()) {
                    throw new UsageProblem(option + ": a value is missing", null);
                }
                String value = equals > 0 ? word.substring(equals + 1) : words.get(++i);
                if (option.equals(OVERWRITE)) {
                    overwrite.add(value);
                } else if (option.equals(REPORT)) {
                    report = Optional.of(value);
                }
            } else {
                rest.add(word);
            }
        }
        return new RunOptions(overwrite, report, isResumed, rest);
    }
}
