package ezio.shell.console;

/** Whether messages have colours. */
public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER
}
