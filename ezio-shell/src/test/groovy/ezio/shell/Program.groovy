package ezio.shell

import ezio.shell.env.Env
import ezio.shell.env.ExitCode
import ezio.shell.env.Input
import ezio.shell.env.StopSignal
import ezio.shell.env.Terminal
import groovy.json.JsonSlurper
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** One run of the whole program inside of this JVM, with everything that it prints. */
class Program {

    final Path directory
    final TestSignals signals = new TestSignals()
    Map<String, String> variables
    Terminal terminal
    String input = ''
    private final ByteArrayOutputStream out = new ByteArrayOutputStream()
    private final ByteArrayOutputStream err = new ByteArrayOutputStream()
    private CompletableFuture<ExitCode> ending

    Program(Path directory) {
        this.directory = directory
        this.variables = [HOME: directory.toString(), PATH: System.getenv('PATH') ?: '/usr/bin:/bin']
    }

    ExitCode run(Object... args) {
        Main.run(args*.toString() as String[], env())
    }

    /** Starts a run on a thread of its own. */
    Program start(Object... args) {
        def words = args*.toString() as String[]
        def result = new CompletableFuture<ExitCode>()
        Thread.startDaemon('program') { result.complete(Main.run(words, env())) }
        ending = result
        this
    }

    ExitCode await() {
        ending.get(60, TimeUnit.SECONDS)
    }

    boolean isRunning() {
        ending && !ending.done
    }

    ExitCode stop(StopSignal signal = StopSignal.INT) {
        signals.send(signal)
        await()
    }

    Env env() {
        new Env(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                variables,
                directory,
                Optional.ofNullable(terminal),
                signals,
                new Input(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), false))
    }

    String getStdout() {
        out.toString(StandardCharsets.UTF_8)
    }

    String getStderr() {
        err.toString(StandardCharsets.UTF_8)
    }

    /** The lines of a stream, each read as JSON. */
    static List<Map> json(String stream) {
        stream.readLines().collect { new JsonSlurper().parseText(it) as Map }
    }

    /** Waits until standard error has a match, and returns its groups. */
    List<String> awaitStderr(String regex) {
        def pattern = ~regex
        long until = System.nanoTime() + 30_000_000_000L
        while (true) {
            def matcher = pattern.matcher(stderr)
            if (matcher.find()) {
                return (0..matcher.groupCount()).collect { matcher.group(it) }
            }
            assert System.nanoTime() < until && !ending.done: "no $regex in: $stderr"
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000)
        }
    }

    /** Makes an image file of bytes that differ from piece to piece. */
    Path image(String name, int sizeBytes, long seed = 1) {
        byte[] bytes = new byte[sizeBytes]
        new Random(seed).nextBytes(bytes)
        Files.write(directory.resolve(name), bytes)
    }
}
