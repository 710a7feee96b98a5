package ezio.shell.command;

import ezio.shell.console.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts what an expression has come to into words: a list of maps as a table, a list line by line. */
final class ValueText {

    private ValueText() {}

    static String of(Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + cell(entry.getValue()))
                    .collect(Collectors.joining("\n"));
        }
        if (value instanceof Collection<?> many && !many.isEmpty()) {
            return many.stream().allMatch(each -> each instanceof Map<?, ?>)
                    ? table(many)
                    : many.stream().map(ValueText::cell).collect(Collectors.joining("\n"));
        }
        return cell(value);
    }

    private static String table(Collection<?> rows) {
        Set<String> columns = new LinkedHashSet<>();
        for (Object row : rows) {
            // What is a list within a row has no place in a column.
            ((Map<?, ?>) row).forEach((key, value) -> {
                if (!(value instanceof Collection<?> || value instanceof Map<?, ?>)) {
                    columns.add(String.valueOf(key));
                }
            });
        }
        Table table = new Table(columns.toArray(String[]::new));
        for (Object row : rows) {
            List<String> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(cell(((Map<?, ?>) row).get(column))));
            table.add(cells.toArray(String[]::new));
        }
        return table.text();
    }

    private static String cell(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return String.format(Locale.ROOT, "%.3f", ((Number) value).doubleValue())
                    .replaceFirst("\\.?0+$", "");
        }
        return value == null ? "–" : value.toString();
    }
}
