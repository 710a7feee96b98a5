package ezio.shell.env;

/** How the outside asks a program to stop. */
public enum StopSignal {
    /** Ctrl-C. */
    INT(ExitCode.INTERRUPTED),
    TERM(ExitCode.TERMINATED),
    /** The terminal is gone. A program that was started with nohup never gets it. */
    HUP(ExitCode.TERMINATED);

    private final ExitCode exitCode;

    StopSignal(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    /** Returns what the program ends with after it has stopped. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
