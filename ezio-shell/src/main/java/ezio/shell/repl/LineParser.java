package ezio.shell.repl;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine where the words of a line are, and whether the line goes on. */
final class LineParser implements Parser {

    private final String home;

    LineParser(String home) {
        this.home = home;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE) {
            LineWords all = LineWords.of(line, home);
            if (all.open() != LineWords.Open.NOTHING) {
                throw new EOFError(-1, -1, "the line goes on", all.open().name());
            }
        }
        LineWords before = LineWords.of(line.substring(0, cursor), home);
        List<LineWords.Word> words = before.last();
        boolean isInWord = !words.isEmpty() && words.get(words.size() - 1).end() == cursor;
        List<String> passed = new ArrayList<>();
        words.forEach(word -> passed.add(word.text()));
        String word = isInWord ? passed.remove(passed.size() - 1) : "";
        int begin = isInWord ? words.get(words.size() - 1).begin() : cursor;
        return new Line(line, cursor, passed, word, line.substring(begin, cursor), before.open());
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return ch == '\\';
    }

    @Override
    public boolean validCommandName(String name) {
        return true;
    }

    @Override
    public boolean validVariableName(String name) {
        return false;
    }

    /**
     * A line up to the cursor.
     *
     * @param before the words before the one at the cursor, of the same command
     * @param word what is there of the word at the cursor, without quotes
     * @param raw the same with them
     */
    record Line(String line, int cursor, List<String> before, String word, String raw, LineWords.Open open)
            implements CompletingParsedLine {

        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return before.size();
        }

        @Override
        public List<String> words() {
            List<String> all = new ArrayList<>(before);
            all.add(word);
            return all;
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            String text = candidate.toString();
            return switch (open) {
                case SINGLE_QUOTE -> "'" + text + (complete ? "'" : "");
                case DOUBLE_QUOTE -> '"' + text.replaceAll("([\\\\\"$`])", "\\\\$1") + (complete ? "\"" : "");
                // JLine measures with it what is there already, and that is nothing.
                default -> text.isEmpty() ? "" : LineWords.quote(text);
            };
        }

        @Override
        public int rawWordCursor() {
            return raw.length();
        }

        @Override
        public int rawWordLength() {
            return raw.length();
        }
    }
}
