package ezio.shell.console;

import ezio.shell.env.Env;
import ezio.shell.env.TerminalSize;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lines above a prompt; how far work is, of the command in the foreground and of jobs, below it. */
public final class PromptConsole extends LineConsole {

    // Often enough for a bar; each drawing makes the cursor go to the bottom and back.
    private static final long REDRAW_NS = 250_000_000L;
    private static final int MOST_ROWS = 6;

    private final PromptScreen screen;
    private final ProgressBlock block;
    private final LongSupplier nanoTime;
    private final Map<String, ProgressLine> lines = new LinkedHashMap<>();
    private long drawnNs;

    private PromptConsole(Env env, PromptScreen screen, Style style, BarStyle bars, LongSupplier nanoTime) {
        super(env.out(), env.err(), style);
        this.screen = screen;
        this.block = new ProgressBlock(style, bars);
        this.nanoTime = nanoTime;
    }

    /** Makes one; what it prints, {@code screen} shows. */
    public static PromptConsole on(PromptScreen screen, Env env, boolean isColored) {
        return new PromptConsole(env, screen, new Style(isColored), BarStyle.of(env), System::nanoTime);
    }

    @Override
    void emit(PrintStream stream, String text) {
        screen.print(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    @Override
    public synchronized void progress(ProgressLine line) {
        ProgressLine before = lines.put(line.id(), line);
        if (before == null || nanoTime.getAsLong() - drawnNs >= REDRAW_NS) {
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
    public synchronized void close() {
        lines.clear();
        draw();
    }

    private void draw() {
        List<ProgressLine> shown = List.copyOf(lines.values());
        screen.bottom(size -> shown.isEmpty()
                ? List.of()
                : block.render(shown, new TerminalSize(size.columns(), Math.min(size.rows() / 2, MOST_ROWS))));
        drawnNs = nanoTime.getAsLong();
    }
}
