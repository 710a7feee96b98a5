package ezio.shell.console;

import ezio.shell.env.Terminal;
import ezio.shell.env.TerminalSize;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lines that scroll, and below them a block of progress bars that is drawn again in its place. */
final class TerminalConsole extends LineConsole {

    private static final long REDRAW_NS = 100_000_000L;

    private final Terminal terminal;
    private final ProgressBlock block;
    private final LongSupplier nanoTime;
    private final Map<String, ProgressLine> lines = new LinkedHashMap<>();
    private int drawnRows;
    private long drawnNs;

    TerminalConsole(
            PrintStream out, PrintStream err, Terminal terminal, Style style, BarStyle bars, LongSupplier nanoTime) {
        super(out, err, style);
        this.terminal = terminal;
        this.block = new ProgressBlock(style, bars);
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void progress(ProgressLine line) {
        ProgressLine before = lines.put(line.id(), line);
        boolean finished =
                line.doneBytes() == line.totalBytes() && (before == null || before.doneBytes() < line.doneBytes());
        if (before == null || finished || nanoTime.getAsLong() - drawnNs >= REDRAW_NS) {
            draw();
        }
    }

    @Override
    public synchronized void progressEnded(String id) {
        if (lines.remove(id) != null) {
            draw();
        }
    }

    @Override
    void beforeLines() {
        erase();
    }

    @Override
    void afterLines() {
        draw();
    }

    @Override
    public synchronized void close() {
        erase();
        lines.clear();
    }

    private void erase() {
        if (drawnRows > 0) {
            raw("\u001b[" + drawnRows + "A\r\u001b[J");
            drawnRows = 0;
        }
    }

    private void draw() {
        if (lines.isEmpty() && drawnRows == 0) {
            return;
        }
        TerminalSize size = terminal.size();
        List<String> rows = block.render(lines.values(), size);
        StringBuilder text = new StringBuilder();
        if (drawnRows > 0) {
            text.append("\u001b[").append(drawnRows).append("A\r");
        }
        for (String row : rows) {
            text.append(row).append("\u001b[K\n");
        }
        if (drawnRows > rows.size()) {
            text.append("\u001b[J");
        }
        raw(text.toString());
        drawnRows = rows.size();
        drawnNs = nanoTime.getAsLong();
    }
}
