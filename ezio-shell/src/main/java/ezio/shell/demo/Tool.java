package ezio.shell.demo;

import ezio.core.progress.CancelToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** A program of the system. */
record Tool(Path path) {

    // Where the disk tools are; not on the PATH of an ordinary user.
    private static final List<String> MORE_PLACES = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

    /** How a run ended: its exit code, and what it printed on both streams. */
    record Result(int exitCode, String output) {

        /** Returns the last line that says something. */
        String lastWords() {
            return output.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce("", (a, b) -> b);
        }
    }

    /** Looks on the PATH and where the disk tools are. */
    static Optional<Tool> find(String name, Map<String, String> variables) {
        String path = variables.getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(":", -1)), MORE_PLACES.stream())
                .filter(place -> place.startsWith("/"))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Tool::new);
    }

    /**
     * Runs it to its end; blocks.
     *
     * @throws DemoProblem if it cannot be started
     * @throws CancellationException if {@code cancel} was cancelled; the program has ended then
     */
    Result run(CancelToken cancel, Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            cancel.onCancel(process::destroy);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            cancel.throwIfCancelled();
            return new Result(exitCode, output);
        } catch (IOException e) {
            cancel.throwIfCancelled();
            throw DemoProblem.io("run " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        }
    }
}
