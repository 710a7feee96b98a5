package ezio.shell.console;

/** Puts colours into text, or leaves it as it is. */
final class Style {

    private final boolean colored;

    Style(boolean colored) {
        this.colored = colored;
    }

    String error(String text) {
        return in("1;31", text);
    }

    String warning(String text) {
        return in("1;33", text);
    }

    String bar(String text) {
        return in("32", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    private String in(String code, String text) {
        return colored && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
