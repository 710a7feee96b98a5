package ezio.shell.repl;

import ezio.shell.console.PromptScreen;
import ezio.shell.env.TerminalSize;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * Reads lines with a prompt; others may print and change the rows at the bottom meanwhile. They never take JLine's lock,
 * under which completion asks the session's objects: two threads draw, the one that reads and one for all others.
 */
final class PromptReader extends LineReaderImpl implements PromptScreen, AutoCloseable {

    /** A control character that no key is (_POSIX_VDISABLE on Linux, termios(3)). */
    private static final int DISABLED = 0;

    private final int endKey;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final BottomRows bottom;
    private final Bell bell;
    private volatile Function<TerminalSize, List<String>> rows = size -> List.of();
    private volatile boolean isResized;

    PromptReader(Terminal terminal, String home) {
        super(terminal, "ezio", null);
        setParser(new LineParser(home));
        option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
        option(LineReader.Option.HISTORY_REDUCE_BLANKS, false);
        option(LineReader.Option.INSERT_TAB, false);
        setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  > ");
        setVariable(LineReader.HISTORY_SIZE, 5000);
        setVariable(LineReader.HISTORY_FILE_SIZE, 5000);
        endKey = takeEndKey(terminal);
        bottom = new BottomRows(terminal);
        bell = new Bell("ezio-screen", this::catchUp);
        terminal.handle(Terminal.Signal.WINCH, signal -> resized());
    }

    // Between two lines the terminal itself reads, and would swallow Ctrl-D: now it keeps it for the next line, as all
    // else that is typed early. Closing the terminal takes this back.
    private static int takeEndKey(Terminal terminal) {
        Attributes attributes = terminal.getAttributes();
        int key = attributes.getControlChar(ControlChar.VEOF);
        attributes.setControlChar(ControlChar.VEOF, DISABLED);
        terminal.setAttributes(attributes);
        return key;
    }

    @Override
    public Binding readBinding(KeyMap<Binding> keys, KeyMap<Binding> local) {
        Binding binding = super.readBinding(keys, local);
        boolean isEnd =
                endKey > DISABLED && buf.length() == 0 && getLastBinding().equals(String.valueOf((char) endKey));
        return isEnd ? null : binding;
    }

    /** Completes and colours what is typed, from now on. */
    void completeBy(Completion completion, String home) {
        setCompleter(new LineCompleter(completion));
        setHighlighter(new LineHighlighter(completion, home));
    }

    @Override
    public String readLine(String prompt) {
        catchUp();
        return super.readLine(prompt);
    }

    @Override
    public void print(String text) {
        waiting.add(text);
        bell.ring();
    }

    @Override
    public void bottom(Function<TerminalSize, List<String>> wanted) {
        rows = wanted;
        bell.ring();
    }

    private void resized() {
        isResized = true;
        bell.ring();
    }

    // JLine has this called while it reads, and would draw without its own lock.
    @Override
    protected synchronized void handleSignal(Terminal.Signal signal) {
        if (signal == Terminal.Signal.WINCH) {
            resized();
            return;
        }
        lock.lock();
        try {
            super.handleSignal(signal);
        } finally {
            lock.unlock();
        }
    }

    /** Shows what was handed over until now; blocks while the terminal takes it. */
    void catchUp() {
        lock.lock();
        try {
            bottom.want(rows);
            fit(isReading());
            StringBuilder text = new StringBuilder();
            for (String next = waiting.poll(); next != null; next = waiting.poll()) {
                text.append(text.isEmpty() ? "" : "\n").append(next);
            }
            if (text.isEmpty()) {
                drawBottom();
            } else {
                printLines(AttributedString.fromAnsi(text.toString()));
            }
            terminal.flush();
        } finally {
            lock.unlock();
        }
    }

    // Not JLine's printAbove: a terminal that is changing its size, which we learn some time later, may scroll only a
    // part that ends above the cursor; lines would be printed one over the other then.
    private void printLines(AttributedString text) {
        leaveLine();
        bottom.lift();
        text.println(terminal);
        settle();
    }

    private void drawBottom() {
        if (bottom.keepsHeight()) {
            bottom.draw();
            return;
        }
        leaveLine();
        bottom.lift();
        settle();
    }

    private void leaveLine() {
        if (isReading()) {
            display.update(List.of(), 0, false);
        }
    }

    private void settle() {
        bottom.settle(terminal.getSize());
        if (isReading()) {
            redisplay(false);
        }
    }

    @Override
    public boolean clearScreen() {
        super.clearScreen();
        bottom.lift();
        bottom.settle(terminal.getSize());
        return true;
    }

    @Override
    protected void redisplay(boolean flush) {
        lock.lock();
        try {
            if (isResized) {
                fit(true);
            }
            // JLine is to take what is above the bottom for all there is.
            int above = bottom.rowsAbove();
            if (size.getRows() != above && size.getRows() > 0) {
                size.setRows(above);
                display.resize(above, size.getColumns());
            }
            super.redisplay(flush);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Draws what is below the last line anew, if the size has changed: what is above is the terminal's.
     *
     * @param isLineShown whether the cursor is in the line that is typed; it is at the beginning of an empty row else
     */
    private void fit(boolean isLineShown) {
        Size now = terminal.getSize();
        boolean wasResized = isResized;
        isResized = false;
        if (!wasResized && bottom.isFor(now)) {
            return;
        }
        if (isLineShown) {
            // Some terminals wrap their lines anew, some do not: rather a row too many stays than one of the text goes.
            int up = Math.min(rowsAboveCursor(size.getColumns()), rowsAboveCursor(now.getColumns()));
            for (int i = 0; i < up; i++) {
                terminal.puts(Capability.cursor_up);
            }
        }
        bottom.lift();
        size.copy(now);
        display = new Display(terminal, false);
        display.resize(now.getRows(), now.getColumns());
        settle();
    }

    private int rowsAboveCursor(int columns) {
        if (columns <= 0) {
            return 0;
        }
        int above = -1;
        int length = 0;
        for (String line : buf.upToCursor().split("\n", -1)) {
            // The prompt of a further line is as long as the first.
            above += 1 + length / columns;
            length = prompt.columnLength() + new AttributedString(line).columnLength();
        }
        return above + length / columns;
    }

    /** Gives the rows at the bottom back, and shows nothing any more. */
    @Override
    public void close() {
        rows = size -> List.of();
        bell.close();
        catchUp();
    }
}
