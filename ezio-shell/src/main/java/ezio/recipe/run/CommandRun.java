package ezio.recipe.run;

import ezio.recipe.plan.RunStep;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program for a recipe; its output becomes notes of the step. */
final class CommandRun {

    private static final int SHOWN_LINES = 200;
    private static final long TERM_PATIENCE_SECONDS = 2;

    private final Path workingDirectory;

    CommandRun(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /**
     * Blocks until the program has ended; ends it, and what it started, when the work is cancelled.
     *
     * @throws CommandFailed if it cannot be started, or ends with anything but 0
     */
    void run(RunStep step, StepWork work) {
        Process process = start(step);
        work.cancel().onCancel(() -> end(process));
        // Somebody who prompts for an answer gets none.
        close(process);
        int lines = 0;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines++;
                if (lines <= SHOWN_LINES) {
                    work.note(line);
                }
            }
        } catch (IOException e) {
            // The pipe of a process that was ended.
            work.cancel().throwIfCancelled();
            throw CommandFailed.unreadable(step.command(), e);
        }
        if (lines > SHOWN_LINES) {
            work.note("… and " + (lines - SHOWN_LINES) + " lines more");
        }
        int code = await(process);
        work.cancel().throwIfCancelled();
        work.fact("exitCode", code);
        if (code != 0) {
            throw CommandFailed.exit(step.command(), code);
        }
    }

    private Process start(RunStep step) {
        try {
            return new ProcessBuilder(step.command())
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw CommandFailed.notStarted(step.command(), e);
        }
    }

    private static void close(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already, and says so by its exit code.
            return;
        }
    }

    private static int await(Process process) {
        CompletableFuture<Process> ended = process.onExit();
        return ended.join().exitValue();
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        var unused = process.onExit()
                .orTimeout(TERM_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    return process.destroyForcibly();
                });
    }
}
