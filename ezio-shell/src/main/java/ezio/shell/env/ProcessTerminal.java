package ezio.shell.env;

/** The terminal of this process; learns of a new size by SIGWINCH. */
final class ProcessTerminal implements Terminal {

    private volatile TerminalSize size;

    @Override
    public TerminalSize size() {
        TerminalSize known = size;
        if (known == null) {
            org.jline.utils.Signals.register("WINCH", () -> size = TerminalSize.read());
            known = TerminalSize.read();
            size = known;
        }
        return known;
    }
}
