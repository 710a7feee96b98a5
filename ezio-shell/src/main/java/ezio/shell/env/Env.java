package ezio.shell.env;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a command gets from outside: streams, variables, the working directory, signals. With another one a whole
 * program runs inside a test.
 *
 * @param out results
 * @param err everything else
 * @param variables the environment
 * @param workingDirectory absolute; what relative paths on the command line start from
 * @param terminal what {@code err} leads to; empty if that is a file or a pipe
 * @param input standard input
 */
public record Env(
        PrintStream out,
        PrintStream err,
        Map<String, String> variables,
        Path workingDirectory,
        Optional<Terminal> terminal,
        Signals signals,
        Input input) {

    /** Makes one with nothing to read. */
    public Env(
            PrintStream out,
            PrintStream err,
            Map<String, String> variables,
            Path workingDirectory,
            Optional<Terminal> terminal,
            Signals signals) {
        this(out, err, variables, workingDirectory, terminal, signals, Input.NONE);
    }

    /** Returns the one of this process. */
    public static Env ofProcess() {
        return new Env(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                isTerminal(2) ? Optional.of(new ProcessTerminal()) : Optional.empty(),
                new ProcessSignals(),
                new Input(new FileInputStream(FileDescriptor.in), isTerminal(0) && isTerminal(1)));
    }

    /** Returns the same with other signals. */
    public Env withSignals(Signals others) {
        return new Env(out, err, variables, workingDirectory, terminal, others, input);
    }

    // UTF-8 whatever the locale says: a live system often has none, and its terminal knows UTF-8 all the same.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    // System.console() looks at stdin and stdout, and from JDK 22 on at neither.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Returns a variable that is set to something. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /**
     * Returns a path from the command line: as it was given where the program itself runs in the working directory, so
     * that messages repeat it; else absolute.
     *
     * @throws InvalidPathException if it holds a zero byte
     */
    public Path path(String text) {
        Path given = Path.of(text);
        return workingDirectory.equals(Path.of("").toAbsolutePath()) ? given : workingDirectory.resolve(given);
    }

    /** Returns whether somebody types and reads here: input, results and messages all belong to a terminal. */
    public boolean isInteractive() {
        return input.isTerminal() && terminal.isPresent();
    }

    /** Returns {@code $XDG_STATE_HOME/ezio}, by default in {@code ~/.local/state}; it may not exist yet. */
    public Path stateDirectory() {
        return variable("XDG_STATE_HOME")
                .flatMap(Env::absolute)
                .orElseGet(() -> home().resolve(".local/state"))
                .resolve("ezio");
    }

    /** Returns {@code $XDG_CACHE_HOME/ezio}, by default in {@code ~/.cache}; it may not exist yet. */
    public Path cacheDirectory() {
        return variable("XDG_CACHE_HOME")
                .flatMap(Env::absolute)
                .orElseGet(() -> home().resolve(".cache"))
                .resolve("ezio");
    }

    /** Returns {@code $HOME}, {@code /root} where it is not set. */
    public Path home() {
        return variable("HOME").flatMap(Env::absolute).orElseGet(() -> Path.of("/root"));
    }

    // The XDG specification: a relative path in such a variable is invalid and is ignored.
    private static Optional<Path> absolute(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
