package ezio.recipe.load;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Finds the bracket or quote that is never closed, or that closes nothing: a parser notices either only at the end. */
final class Brackets {

    /**
     * A bracket without its counterpart.
     *
     * @param isOpening whether it opens
     */
    record Lone(char bracket, int line, int column, boolean isOpening) {}

    private final String text;
    private final Deque<Lone> open = new ArrayDeque<>();
    private int at;
    private int line = 1;
    private int column = 1;

    private Brackets(String text) {
        this.text = text;
    }

    /** Returns the innermost bracket that stays open, or the first that closes nothing; empty if all match. */
    static Optional<Lone> lone(String text) {
        return new Brackets(text).find();
    }

    private Optional<Lone> find() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (starts("//") || starts("#!") && at == 0) {
                skipTo("\n", false);
            } else if (starts("/*")) {
                skipTo("*/", false);
            } else if (starts("'''") || starts("\"\"\"")) {
                skipTo(text.substring(at, at + 3), true);
            } else if (c == '\'' || c == '"') {
                Lone quote = new Lone(c, line, column, true);
                skipTo(String.valueOf(c), true);
                if (line > quote.line()) {
                    return Optional.of(quote);
                }
            } else if (c == '{' || c == '(' || c == '[') {
                open.push(new Lone(c, line, column, true));
                step();
            } else if (c == '}' || c == ')' || c == ']') {
                if (open.isEmpty()) {
                    return Optional.of(new Lone(c, line, column, false));
                }
                if (closing(open.peek().bracket()) != c) {
                    return Optional.of(open.peek());
                }
                open.pop();
                step();
            } else {
                step();
            }
        }
        return Optional.ofNullable(open.peek());
    }

    /** Tells whether {@code bracket} begins a text. */
    static boolean isQuote(char bracket) {
        return bracket == '\'' || bracket == '"';
    }

    static char closing(char opening) {
        return opening == '{' ? '}' : opening == '(' ? ')' : ']';
    }

    private boolean starts(String prefix) {
        return text.startsWith(prefix, at);
    }

    private void skipTo(String end, boolean minded) {
        for (int i = 0; i < end.length(); i++) {
            step();
        }
        while (at < text.length() && !starts(end)) {
            if (minded && text.charAt(at) == '\\') {
                step();
            }
            step();
        }
        for (int i = 0; i < end.length() && at < text.length(); i++) {
            step();
        }
    }

    private void step() {
        if (at >= text.length()) {
            return;
        }
        if (text.charAt(at) == '\n') {
            line++;
            column = 1;
        } else if (!Character.isLowSurrogate(text.charAt(at))) {
            column++;
        }
        at++;
    }
}
