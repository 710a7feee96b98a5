package ezio.shell.repl;

/** Finds where a piece of Groovy ends: at the end of a line on which no bracket and no string is open. */
final class GroovyBrackets {

    private final String text;
    private final int end;
    private int depth;
    private boolean isStringOpen;

    GroovyBrackets(String text, int begin) {
        this.text = text;
        int at = begin;
        while (at < text.length() && (depth > 0 || text.charAt(at) != '\n')) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                at = string(at, c);
            } else if (text.startsWith("//", at)) {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else {
                depth += "{([".indexOf(c) >= 0 ? 1 : "})]".indexOf(c) >= 0 ? -1 : 0;
                at++;
            }
        }
        this.end = at;
    }

    private int string(int begin, char quote) {
        String triple = String.valueOf(quote).repeat(3);
        String delimiter = text.startsWith(triple, begin) ? triple : String.valueOf(quote);
        int at = begin + delimiter.length();
        while (at < text.length() && !text.startsWith(delimiter, at)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            isStringOpen = true;
            return text.length();
        }
        return at + delimiter.length();
    }

    /** Returns where the piece ends: at a newline, or at the end of the text. */
    int end() {
        return end;
    }

    /** Returns whether the text ends within a bracket or a string. */
    boolean isOpen() {
        return depth > 0 || isStringOpen;
    }
}
