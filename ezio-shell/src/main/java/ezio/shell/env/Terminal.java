package ezio.shell.env;

/** The terminal that a program's messages go to. */
public interface Terminal {

    /** Returns its present size; cheap. */
    TerminalSize size();
}
