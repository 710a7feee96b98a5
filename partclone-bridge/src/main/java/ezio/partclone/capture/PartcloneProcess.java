package ezio.partclone.capture;

import ezio.core.disk.ProgramPath;
import ezio.core.progress.CancelToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** One run of partclone. Its exit code is not asked for: it is 0 after many a failure. */
final class PartcloneProcess implements AutoCloseable {

    // They are in the pipe already, unless it left a child behind that keeps the pipe open.
    private static final long LAST_WORDS_MILLIS = 2000;

    private final Process process;
    private final PartcloneWords words;
    private final Thread listener;

    private PartcloneProcess(Process process, PartcloneWords words) {
        this.process = process;
        this.words = words;
        this.listener = new Thread(this::listen, "ezio-partclone");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts it; it is killed when cancelled, and when closed.
     *
     * @throws PartcloneFailure if it cannot be started
     */
    static PartcloneProcess start(Path program, List<String> arguments, PartcloneWords words, CancelToken cancel) {
        List<String> command = new ArrayList<>(ofItsOwnSession(program));
        command.add(program.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Its words are looked at.
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            cancel.onCancel(() -> kill(process));
            PartcloneProcess started = new PartcloneProcess(process, words);
            process.getOutputStream().close();
            return started;
        } catch (IOException e) {
            throw PartcloneFailure.notStarted(program.getFileName().toString(), e);
        }
    }

    /**
     * Returns what stands before a program that is out of Ctrl-C's reach: a terminal sends it to everything that was started
     * from it, also to what runs beside the prompt. Empty where that cannot be had, or the program cannot be run.
     */
    private static List<String> ofItsOwnSession(Path program) {
        // It becomes the program, with the same process id: a child of the JVM leads no group.
        return Files.isExecutable(program)
                ? ProgramPath.find("setsid").map(Path::toString).stream().toList()
                : List.of();
    }

    InputStream output() {
        return process.getInputStream();
    }

    /** Blocks until it has ended by itself, and all that it said was heard. */
    void await() {
        try {
            process.waitFor();
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        }
    }

    private void listen() {
        try (InputStream errors = new BufferedInputStream(process.getErrorStream())) {
            int next = errors.read();
            while (next >= 0) {
                words.take((char) next);
                next = errors.read();
            }
        } catch (IOException e) {
            // It was killed; nobody needs the rest.
        }
    }

    // Process.destroyForcibly() would close the streams, and its last words with them.
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }

    /** Kills it if it still runs, and blocks until it is gone and all that it said was heard. */
    @Override
    public void close() {
        kill(process);
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            listener.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        process.destroyForcibly();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
