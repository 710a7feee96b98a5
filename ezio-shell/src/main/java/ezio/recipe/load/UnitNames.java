package ezio.recipe.load;

import ezio.recipe.words.Units;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The units that can follow a number. */
final class UnitNames {

    private static final List<String> ALL = Arrays.stream(Units.class.getMethods())
            .filter(method -> method.getDeclaringClass() == Units.class && method.getParameterCount() == 1)
            .map(method -> method.getName().substring("get".length()))
            .map(UnitNames::property)
            .sorted()
            .toList();

    private UnitNames() {}

    static List<String> all() {
        return ALL;
    }

    // "Minutes" is minutes, "KiB_s" stays: two capitals in a row, or a sign, are kept by the rules for beans.
    private static String property(String name) {
        return name.endsWith("s") && !name.contains("_") ? name.toLowerCase(Locale.ROOT) : name;
    }
}
