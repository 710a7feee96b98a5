package ezio.shell.repl;

import ezio.shell.console.PromptScreen;
import java.util.Collections;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Status;

/** Reads lines with a prompt; others may print and change the rows at the bottom meanwhile. */
final class PromptReader extends LineReaderImpl implements PromptScreen {

    private Size drawnFor;
    private int drawnRows;

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
    }

    /** Completes and colours what is typed, from now on. */
    void completeBy(Completion completion, String home) {
        setCompleter(new LineCompleter(completion));
        setHighlighter(new LineHighlighter(completion, home));
    }

    @Override
    public void print(String text) {
        // Reading or not: JLine looks, under its lock.
        printAbove(AttributedString.fromAnsi(text));
    }

    @Override
    public void bottom(List<String> rows) {
        Status status = Status.getStatus(getTerminal(), !rows.isEmpty());
        if (status == null) {
            return;
        }
        lock.lock();
        try {
            Size now = getTerminal().getSize();
            if (!now.equals(drawnFor)) {
                // JLine forgets what stands there when the size changes, and draws nothing that it takes for drawn.
                status.update(List.of());
                status.resize();
                drawnFor = now;
            }
            if (rows.size() != drawnRows) {
                // JLine takes the first row for the first of before, which stood elsewhere, and draws what differs
                // only.
                status.update(Collections.nCopies(rows.size(), AttributedString.EMPTY));
                drawnRows = rows.size();
            }
            status.update(rows.stream().map(AttributedString::fromAnsi).toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int columns() {
        return getTerminal().getWidth();
    }

    @Override
    public int rows() {
        return getTerminal().getHeight();
    }
}
