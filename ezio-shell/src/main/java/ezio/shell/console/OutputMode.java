package ezio.shell.console;

/** How messages look. */
public enum OutputMode {
    AUTO,
    TERMINAL,
    PLAIN,
    JSON
}
