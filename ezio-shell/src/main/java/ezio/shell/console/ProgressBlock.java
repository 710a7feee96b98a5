package ezio.shell.console;

import ezio.shell.env.TerminalSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Lays out progress bars, one under the other, in what a terminal has room for. */
final class ProgressBlock {

    private static final int LONGEST_LABEL = 28;
    private static final int LONGEST_BAR = 32;
    private static final int SHORTEST_BAR = 8;
    private static final int LEAST_TRAILER = 44;

    private final Style style;
    private final BarStyle bars;

    ProgressBlock(Style style, BarStyle bars) {
        this.style = style;
        this.bars = bars;
    }

    /** Returns rows without a newline, none wider than the terminal, fewer than it has. */
    List<String> render(Collection<ProgressLine> lines, TerminalSize size) {
        int label = 0;
        int numbers = 0;
        int trailer = 0;
        for (ProgressLine line : lines) {
            label = Math.max(label, Math.min(LONGEST_LABEL, line.label().length()));
            if (!line.hasBar()) {
                continue;
            }
            numbers = Math.max(numbers, numbers(line).length());
            trailer = Math.max(trailer, line.trailer().length());
        }
        // A character in the last column makes some terminals wrap.
        int width = size.columns() - 1;
        int room = width - label - 1 - numbers - (trailer > 0 ? 2 + Math.min(trailer, LEAST_TRAILER) : 0);
        // A short bar is worth more than the end of the words after it.
        int least = width - label - 1 - numbers < SHORTEST_BAR ? 0 : SHORTEST_BAR;
        int bar = Math.max(least, Math.min(LONGEST_BAR, room));
        List<String> rows = new ArrayList<>();
        for (ProgressLine line : lines) {
            if (rows.size() == Math.max(1, size.rows() - 2)) {
                rows.set(rows.size() - 1, cut("… and " + (lines.size() - rows.size() + 1) + " more", width));
                break;
            }
            rows.add(row(line, label, bar, numbers, width));
        }
        return rows;
    }

    private String row(ProgressLine line, int label, int bar, int numbers, int width) {
        String head = String.format(Locale.ROOT, "%-" + label + "s ", cut(Words.harmless(line.label()), label));
        if (!line.hasBar()) {
            return cut(head + " " + Words.harmless(line.trailer()), width).stripTrailing();
        }
        String filled = bars.filled(bar, line.fraction());
        String tail = String.format(Locale.ROOT, "%-" + numbers + "s", numbers(line))
                + (line.trailer().isEmpty() ? "" : "  " + Words.harmless(line.trailer()));
        int room = Math.max(0, width - bar);
        String text = cut(head + tail, room).stripTrailing();
        if (bar == 0) {
            return text;
        }
        String shownHead = text.length() <= head.length() ? text : head;
        String shownTail = text.substring(shownHead.length());
        return shownHead + style.bar(filled) + " ".repeat(bar - filled.length()) + shownTail;
    }

    private static String numbers(ProgressLine line) {
        return String.format(
                Locale.ROOT,
                " %3d %%  %s  %s  %s",
                line.percent(),
                Words.doneOfTotal(line.doneBytes(), line.totalBytes()),
                Words.rate(line.rate()),
                Words.timeLeft(line));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : width < 1 ? "" : text.substring(0, width - 1) + "…";
    }
}
