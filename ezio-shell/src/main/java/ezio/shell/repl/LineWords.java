package ezio.shell.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines of commands, cut into words as a POSIX shell does: quotes, backslashes, comments, {@code ;} and newlines
 * between commands, {@code ~/} for the home directory. Nothing else has a meaning: no variables, no patterns, no
 * history by {@code !}.
 *
 * <p>After {@code groovy} the rest of the line is one word as it stands, with the lines that its brackets and quotes
 * leave open.
 */
public final class LineWords {

    /** The command whose words are not words. */
    static final String RAW = "groovy";

    private static final List<String> NOT_OFFERED = List.of("&", "&&", "|", "||", "<", ">", ">>", "2>");

    /** What is open at the end of a text that goes on. */
    public enum Open {
        NOTHING,
        SINGLE_QUOTE,
        DOUBLE_QUOTE,
        /** A backslash is the last character of all. */
        BACKSLASH,
        /** A bracket or string of Groovy. */
        BRACKET
    }

    /**
     * One word.
     *
     * @param text without its quotes
     * @param begin where it begins in the line, with its quotes
     * @param end where it ends
     * @param isPlain whether it has no quotes and backslashes
     */
    public record Word(String text, int begin, int end, boolean isPlain) {}

    private final String line;
    private final String home;
    private final List<List<Word>> commands = new ArrayList<>();
    private List<Word> command = new ArrayList<>();
    private Open open = Open.NOTHING;
    private boolean isComment;

    private LineWords(String line, String home) {
        this.line = line;
        this.home = home;
    }

    /** Cuts a line, or several. */
    public static LineWords of(String line, String home) {
        LineWords words = new LineWords(line, home);
        words.cut();
        return words;
    }

    /** Returns the words of each command; none of a comment or an empty line. */
    public List<List<Word>> commands() {
        return commands.stream().filter(each -> !each.isEmpty()).toList();
    }

    /** Returns the words of the command that the line ends in; empty where it ends after a semicolon, or in a comment. */
    List<Word> last() {
        return isComment || commands.isEmpty() ? List.of() : commands.get(commands.size() - 1);
    }

    boolean endsInComment() {
        return isComment;
    }

    public Open open() {
        return open;
    }

    /** Returns what a POSIX shell would do and this one does not. */
    public Optional<String> notOffered() {
        return commands.stream()
                .flatMap(List::stream)
                .filter(word -> word.isPlain && NOT_OFFERED.contains(word.text))
                .map(Word::text)
                .findFirst();
    }

    private void cut() {
        commands.add(command);
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\n' || c == ';') {
                isComment = false;
                command = new ArrayList<>();
                commands.add(command);
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                isComment = true;
                int end = line.indexOf('\n', at);
                at = end < 0 ? line.length() : end;
            } else if (c == '\\' && at + 1 < line.length() && line.charAt(at + 1) == '\n') {
                at += 2;
            } else {
                at = word(at);
                if (command.size() == 1 && command.get(0).text.equals(RAW) && command.get(0).isPlain) {
                    at = rest(at);
                }
            }
        }
    }

    private int word(int begin) {
        StringBuilder text = new StringBuilder();
        boolean isPlain = true;
        int at = begin;
        if (line.startsWith("~/", at) || line.startsWith("~", at) && isEnd(at + 1)) {
            text.append(home);
            at++;
        }
        while (!isEnd(at)) {
            char c = line.charAt(at);
            if (c == '\'') {
                isPlain = false;
                at = singleQuoted(at + 1, text);
            } else if (c == '"') {
                isPlain = false;
                at = doubleQuoted(at + 1, text);
            } else if (c == '\\') {
                isPlain = false;
                at = escaped(at, text);
            } else {
                text.append(c);
                at++;
            }
        }
        command.add(new Word(text.toString(), begin, at, isPlain));
        return at;
    }

    private boolean isEnd(int at) {
        return at >= line.length() || line.charAt(at) == ';' || Character.isWhitespace(line.charAt(at));
    }

    private int singleQuoted(int begin, StringBuilder text) {
        int end = line.indexOf('\'', begin);
        if (end < 0) {
            open = Open.SINGLE_QUOTE;
        }
        text.append(line, begin, end < 0 ? line.length() : end);
        return end < 0 ? line.length() : end + 1;
    }

    private int doubleQuoted(int begin, StringBuilder text) {
        int at = begin;
        while (at < line.length() && line.charAt(at) != '"') {
            boolean escapes =
                    line.charAt(at) == '\\' && at + 1 < line.length() && "\\\"$`\n".indexOf(line.charAt(at + 1)) >= 0;
            if (escapes) {
                at++;
            }
            if (!escapes || line.charAt(at) != '\n') {
                text.append(line.charAt(at));
            }
            at++;
        }
        if (at >= line.length()) {
            open = Open.DOUBLE_QUOTE;
            return at;
        }
        return at + 1;
    }

    private int escaped(int at, StringBuilder text) {
        if (at + 1 == line.length()) {
            open = Open.BACKSLASH;
            return at + 1;
        }
        if (line.charAt(at + 1) != '\n') {
            text.append(line.charAt(at + 1));
        }
        return at + 2;
    }

    private int rest(int from) {
        int begin = from;
        while (begin < line.length() && (line.charAt(begin) == ' ' || line.charAt(begin) == '\t')) {
            begin++;
        }
        GroovyBrackets brackets = new GroovyBrackets(line, begin);
        if (brackets.isOpen()) {
            open = Open.BRACKET;
        }
        String text = line.substring(begin, brackets.end()).stripTrailing();
        // An option is for the command, all else is Groovy.
        if (!text.isEmpty() && !text.equals("--help") && !text.equals("-h")) {
            command.add(new Word("--", begin, begin, true));
        }
        if (!text.isEmpty()) {
            command.add(new Word(text, begin, brackets.end(), false));
        }
        return brackets.end();
    }

    /** Returns {@code text} so that it is cut into that one word again. */
    static String quote(String text) {
        if (text.isEmpty()) {
            return "''";
        }
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isSpecial = Character.isWhitespace(c)
                    || ";'\"\\".indexOf(c) >= 0
                    || i == 0 && "#~".indexOf(c) >= 0
                    || i == 0 && NOT_OFFERED.contains(text);
            quoted.append(isSpecial ? "\\" : "").append(c);
        }
        return quoted.toString();
    }
}
