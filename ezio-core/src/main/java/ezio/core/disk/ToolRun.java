package ezio.core.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs a small program of the system for what it prints. */
final class ToolRun {

    private ToolRun() {}

    /**
     * Returns what the program prints, whatever its exit code is; empty if there is no such program or if it takes
     * longer than {@code limit}, and is ended then. Blocks until done.
     */
    static Optional<String> output(Duration limit, String tool, String... arguments) {
        Optional<Path> program = ProgramPath.find(tool);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return Optional.empty();
        }
        CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> readAll(process))
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return Optional.of(text.join());
        } catch (CompletionException e) {
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
