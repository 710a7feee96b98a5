package ezio.shell.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of text in columns as wide as their longest entry. */
public final class Table {

    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(headings);
    }

    /** Adds a row of as many entries as there are headings. */
    public void add(String... entries) {
        if (entries.length != rows.get(0).length) {
            throw new IllegalArgumentException(entries.length + " entries for " + rows.get(0).length + " columns");
        }
        rows.add(entries);
    }

    /** Returns headings and rows, one a line, without a newline at the end. */
    public String text() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(String.format(Locale.ROOT, "%-" + Math.max(1, widths[i]) + "s", row[i]))
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }
}
