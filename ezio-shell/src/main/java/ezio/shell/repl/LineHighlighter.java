package ezio.shell.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours a line while it is typed: commands, options, quoted words; red is what does not exist. */
final class LineHighlighter implements Highlighter {

    private static final AttributedStyle COMMAND = AttributedStyle.BOLD;
    private static final AttributedStyle OPTION = AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
    private static final AttributedStyle QUOTED = AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
    private static final AttributedStyle UNKNOWN = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

    private final Completion completion;
    private final String home;

    LineHighlighter(Completion completion, String home) {
        this.completion = completion;
        this.home = home;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        int at = 0;
        for (List<LineWords.Word> command : LineWords.of(buffer, home).commands()) {
            List<String> before = new ArrayList<>();
            for (LineWords.Word word : command) {
                text.append(buffer.substring(at, word.begin()));
                boolean isBeingTyped = word.end() == buffer.length();
                text.append(buffer.substring(word.begin(), word.end()), style(before, word, isBeingTyped));
                at = word.end();
                before.add(word.text());
            }
        }
        return text.append(buffer.substring(at)).toAttributedString();
    }

    private AttributedStyle style(List<String> before, LineWords.Word word, boolean isBeingTyped) {
        if (completion.isCommand(before, word.text())) {
            return COMMAND;
        }
        // Half a word is not wrong yet.
        if (completion.needsCommand(before) && !word.text().startsWith("-")) {
            return isBeingTyped ? AttributedStyle.DEFAULT : UNKNOWN;
        }
        if (word.isPlain() && word.text().startsWith("-") && word.text().length() > 1) {
            return completion.isOption(before, word.text()) ? OPTION : isBeingTyped ? AttributedStyle.DEFAULT : UNKNOWN;
        }
        return word.isPlain() ? AttributedStyle.DEFAULT : QUOTED;
    }

    @Override
    public void setErrorPattern(Pattern errorPattern) {}

    @Override
    public void setErrorIndex(int errorIndex) {}
}
