package ezio.recipe.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The units that can follow a whole number. */
public final class UnitNames {

    private static final List<String> ALL = Arrays.stream(Units.class.getMethods())
            .filter(method -> method.getDeclaringClass() == Units.class && method.getParameterCount() == 1)
            .map(method -> method.getName().substring("get".length()))
            .map(UnitNames::property)
            .sorted()
            .toList();

    private UnitNames() {}

    /** Returns their names as recipes have them: "minutes". */
    public static List<String> all() {
        return ALL;
    }

    // "Minutes" is minutes, "KiB_s" stays: two capitals in a row, or a sign, are kept by the rules for beans.
    private static String property(String name) {
        return name.endsWith("s") && !name.contains("_") ? name.toLowerCase(Locale.ROOT) : name;
    }
}
