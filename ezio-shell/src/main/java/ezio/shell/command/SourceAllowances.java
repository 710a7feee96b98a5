package ezio.shell.command;

import ezio.core.disk.SourceRefusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code --allow} lifts for what is read. */
final class SourceAllowances {

    private SourceAllowances() {}

    static Set<SourceRefusal> parse(List<String> ids) {
        Set<SourceRefusal> allowed = EnumSet.noneOf(SourceRefusal.class);
        for (String id : ids) {
            allowed.add(SourceRefusal.byId(id)
                    .filter(SourceRefusal::canBeAllowed)
                    .orElseThrow(() -> new UsageProblem(
                            "--allow: \"" + id + "\" is nothing that can be allowed",
                            Arrays.stream(SourceRefusal.values())
                                    .filter(SourceRefusal::canBeAllowed)
                                    .map(SourceRefusal::id)
                                    .collect(Collectors.joining(", ", "there is ", "")))));
        }
        return allowed;
    }
}
