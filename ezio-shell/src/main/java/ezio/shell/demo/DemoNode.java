package ezio.shell.demo;

import ezio.core.problem.Problem;
import ezio.shell.env.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another ezio, in a process of its own, and what it said last. */
final class DemoNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoNode.class);
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 8;

    private final String name;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<String> torrentUrl = new CompletableFuture<>();
    private final CompletableFuture<JsonLine> complete = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile JsonLine progress;

    private DemoNode(String name, Process process) {
        this.name = name;
        this.process = process;
        for (InputStream stream : List.of(process.getInputStream(), process.getErrorStream())) {
            Thread reader = new Thread(() -> read(stream), "ezio-demo-" + name);
            reader.setDaemon(true);
            reader.start();
        }
        var unused = process.onExit().thenAccept(ended -> fail("ended with " + ended.exitValue()));
    }

    /**
     * Starts a node.
     *
     * @param directory for its state and log
     * @throws DemoProblem if there is no starting it
     */
    static DemoNode start(String name, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(Launch.command());
        command.addAll(arguments);
        command.addAll(List.of(
                "--output",
                "json",
                "--log-file",
                directory.resolve(name + ".log").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment()
                .put("XDG_STATE_HOME", directory.resolve(name + ".state").toString());
        builder.environment().put("EZIO_BUILD", "never");
        try {
            return new DemoNode(name, builder.start());
        } catch (IOException e) {
            throw DemoProblem.io("start " + name, e);
        }
    }

    private void read(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new java.io.InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                String text = line;
                JsonLine.parse(line).ifPresentOrElse(this::take, () -> LOG.warn("{} says: {}", name, text));
            }
        } catch (IOException e) {
            LOG.debug("{} says no more: {}", name, Problem.reason(e));
        }
    }

    private void take(JsonLine line) {
        switch (line.event()) {
            case "progress" -> progress = line;
            case "complete" -> complete.complete(line);
            case "error", "bug" -> fail(line);
            case "listening" -> {
                if (line.has("url")) {
                    torrentUrl.complete(line.text("url"));
                } else if (!line.has("tracker")) {
                    port.complete((int) line.number("port"));
                }
            }
            default -> LOG.debug("{}: {}", name, line.text("message"));
        }
    }

    private void fail(JsonLine line) {
        Problem.Kind kind = kind((int) line.number("exitCode"));
        fail(DemoProblem.nodeFailed(name, kind, line.text("message")));
    }

    private void fail(String words) {
        fail(DemoProblem.nodeFailed(name, Problem.Kind.DEVICE, words));
    }

    private void fail(DemoProblem problem) {
        // Each is done only once: an end after the work changes nothing.
        port.completeExceptionally(problem);
        torrentUrl.completeExceptionally(problem);
        complete.completeExceptionally(problem);
    }

    private static Problem.Kind kind(int exitCode) {
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (ExitCode.of(kind).code() == exitCode) {
                return kind;
            }
        }
        return Problem.Kind.DEVICE;
    }

    String name() {
        return name;
    }

    /** Returns the port for peers, once it is known; 0 before. */
    int port() {
        return port.isDone() && !port.isCompletedExceptionally() ? port.join() : 0;
    }

    /** Blocks until peers are accepted. */
    void awaitStart() {
        await(port, "it did not start");
    }

    /** Blocks until the torrent is handed out, and returns its address. */
    String awaitTorrentUrl() {
        return await(torrentUrl, "it hands out no torrent");
    }

    private <T> T await(CompletableFuture<T> future, String otherwise) {
        try {
            return future.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Problem problem ? problem : DemoProblem.io("start " + name, e.getCause());
        } catch (TimeoutException e) {
            throw DemoProblem.nodeFailed(name, Problem.Kind.TIMEOUT, otherwise);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DemoProblem.io("wait for " + name, e);
        }
    }

    /** Returns how far it was when it last said so. */
    Optional<JsonLine> progress() {
        return Optional.ofNullable(progress);
    }

    /**
     * Returns what it said when it was complete; empty before.
     *
     * @throws DemoProblem if it has failed
     */
    Optional<JsonLine> complete() {
        if (!complete.isDone()) {
            return Optional.empty();
        }
        return Optional.of(await(complete, "it did not end"));
    }

    /** Asks it to stop; does not wait. Only once: to be asked twice means to end at once, whatever is left behind. */
    void askToStop() {
        if (asked.compareAndSet(false, true)) {
            process.destroy();
        }
    }

    /** Asks it to stop and waits; ends it by force if it does not. */
    @Override
    public void close() {
        askToStop();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
