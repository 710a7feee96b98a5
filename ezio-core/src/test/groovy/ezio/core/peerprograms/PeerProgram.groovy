package ezio.core.peerprograms

import java.nio.charset.StandardCharsets
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import java.util.regex.Matcher
import java.util.regex.Pattern

/**
 * A program that was started for a spec, with all that it printed. Closing it ends it and what it started, by their
 * ids. A program that is not there, or does not print what is waited for, is an error with its output in the message.
 */
class PeerProgram implements AutoCloseable {

    private static final Duration KILL_AFTER = Duration.ofSeconds(5)

    final String name
    private final Process process
    private final List<String> lines = []
    private final Thread reader
    private boolean isAtEnd

    PeerProgram(String name, List<String> command, Path directory, Map<String, String> environment = [:]) {
        this.name = name
        def builder = new ProcessBuilder(command*.toString()).directory(directory.toFile()).redirectErrorStream(true)
        builder.environment().putAll([LC_ALL: 'C.UTF-8', HOME: directory.toString()] + environment)
        process = builder.start()
        reader = Thread.startDaemon("output of $name") { read() }
    }

    private void read() {
        try {
            // Progress lines end in CR, which BufferedReader takes for the end of a line as well.
            process.inputStream.newReader(StandardCharsets.UTF_8.name()).eachLine { line ->
                synchronized (lines) {
                    lines.add(line)
                    lines.notifyAll()
                }
            }
        } catch (IOException ignored) {
            // The program was ended while it was printing.
        } finally {
            synchronized (lines) {
                isAtEnd = true
                lines.notifyAll()
            }
        }
    }

    long pid() {
        process.pid()
    }

    boolean isRunning() {
        process.isAlive()
    }

    /** Returns what was printed so far. */
    List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines)
        }
    }

    /** Waits until a line has a match of {@code pattern}, and returns it; lines that are there already count. */
    Matcher await(Pattern pattern, Duration atMost = Duration.ofSeconds(20)) {
        long endNs = System.nanoTime() + atMost.toNanos()
        int next = 0
        synchronized (lines) {
            while (true) {
                while (next < lines.size()) {
                    def matcher = pattern.matcher(lines[next++])
                    if (matcher.find()) {
                        return matcher
                    }
                }
                long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime())
                if (isAtEnd || leftMs <= 0) {
                    throw new AssertionError((Object) "$name ${isAtEnd ? 'ended' : 'was waited for in vain'}, " +
                            "without a line like /$pattern/:\n${lines.join('\n')}")
                }
                lines.wait(leftMs)
            }
        }
    }

    /** Waits for the end of the program, and returns its exit code. */
    int awaitExit(Duration atMost = Duration.ofSeconds(20)) {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError((Object) "$name did not end within $atMost:\n${output().join('\n')}")
        }
        reader.join(KILL_AFTER.toMillis())
        process.exitValue()
    }

    /** Returns a port that no program listened on a moment ago, for programs that take no port 0. */
    static int freePort() {
        new ServerSocket(0).withCloseable { it.localPort }
    }

    /** Writes a line to the program's standard input. */
    void tell(String line) {
        process.outputStream.write("$line\n".getBytes(StandardCharsets.UTF_8))
        process.outputStream.flush()
    }

    /** Ends the standard input, for programs that end with it. */
    protected void endInput() {
        process.outputStream.close()
    }

    /** Asks the program to end, then makes it. */
    @Override
    void close() {
        def all = [process.toHandle()] + process.descendants().toList()
        all.each { it.destroy() }
        all.each { handle ->
            try {
                handle.onExit().get(KILL_AFTER.toMillis(), TimeUnit.MILLISECONDS)
            } catch (java.util.concurrent.TimeoutException ignored) {
                handle.destroyForcibly()
                handle.onExit().get(KILL_AFTER.toMillis(), TimeUnit.MILLISECONDS)
            }
        }
        process.outputStream.close()
        process.inputStream.close()
    }

    @Override
    String toString() {
        "$name\n${output().join('\n')}"
    }
}
