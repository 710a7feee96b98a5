package ezio.shell.repl;

import ezio.shell.env.TerminalSize;
import java.util.List;
import java.util.function.Function;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/**
 * The rows below the part of a terminal that scrolls. Whoever calls holds the lock of what is drawn above them.
 *
 * <p>A terminal tells of its new size some time after it has it, tmux up to a quarter of a second. Until then all that is
 * written here stays right, or touches these rows only: they are counted from the last row, whichever that is.
 */
final class BottomRows {

    // Further down than any terminal goes: it stops at its last row.
    private static final int LAST_ROW = 998;
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final Terminal terminal;
    private final boolean isSupported;
    private Function<TerminalSize, List<String>> wanted = size -> List.of();
    private Size size;
    private List<String> drawn = List.of();

    BottomRows(Terminal terminal) {
        this.terminal = terminal;
        this.size = terminal.getSize();
        this.isSupported = has(Capability.change_scroll_region)
                && has(Capability.cursor_address)
                && has(Capability.save_cursor)
                && has(Capability.restore_cursor)
                && has(Capability.clr_eos);
    }

    private boolean has(Capability capability) {
        return terminal.getStringCapability(capability) != null;
    }

    /** Sets what is shown from the next drawing on. */
    void want(Function<TerminalSize, List<String>> rows) {
        wanted = rows;
    }

    boolean isFor(Size now) {
        return size.equals(now);
    }

    /** Returns how many rows scroll. */
    int rowsAbove() {
        return Math.max(1, size.getRows() - drawn.size());
    }

    /** Returns whether as many rows are wanted as there are: {@link #draw} does then. */
    boolean keepsHeight() {
        return rows().size() == drawn.size();
    }

    /** Draws what is wanted over what is there. */
    void draw() {
        List<String> rows = rows();
        if (!rows.equals(drawn)) {
            drawn = rows;
            paint();
        }
    }

    /** Lets all of the terminal scroll, and wipes the row of the cursor and what is below. */
    void lift() {
        terminal.puts(Capability.carriage_return);
        if (isSupported) {
            terminal.puts(Capability.save_cursor);
            // The capability wants a last row; terminals that have it take this for whatever is their last.
            terminal.writer().write("\u001b[r");
            terminal.puts(Capability.restore_cursor);
            terminal.puts(Capability.clr_eos);
        }
    }

    /** Draws what is wanted, after {@link #lift}, into a terminal of that size; the cursor stays with the text above. */
    void settle(Size now) {
        size = new Size(now.getColumns(), now.getRows());
        drawn = rows();
        if (drawn.isEmpty()) {
            return;
        }
        // The cursor may stand where the rows are to be.
        drawn.forEach(row -> terminal.writer().write('\n'));
        drawn.forEach(row -> terminal.puts(Capability.cursor_up));
        terminal.puts(Capability.save_cursor);
        terminal.puts(Capability.change_scroll_region, 0, now.getRows() - 1 - drawn.size());
        terminal.puts(Capability.restore_cursor);
        paint();
    }

    private void paint() {
        terminal.puts(Capability.save_cursor);
        terminal.puts(Capability.cursor_address, LAST_ROW, 0);
        terminal.writer().write(NO_WRAP);
        for (int row = drawn.size() - 1; row >= 0; row--) {
            terminal.puts(Capability.carriage_return);
            AttributedString.fromAnsi(drawn.get(row)).print(terminal);
            terminal.puts(Capability.clr_eol);
            if (row > 0) {
                terminal.puts(Capability.cursor_up);
            }
        }
        terminal.writer().write(WRAP);
        terminal.puts(Capability.restore_cursor);
    }

    private List<String> rows() {
        if (!isSupported) {
            return List.of();
        }
        // A terminal that does not say has none.
        int columns = size.getColumns() > 0 ? size.getColumns() : TerminalSize.USUAL.columns();
        int rows = size.getRows() > 0 ? size.getRows() : TerminalSize.USUAL.rows();
        return wanted.apply(new TerminalSize(columns, rows));
    }
}
