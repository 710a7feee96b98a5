package ezio.shell;

import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.env.Signals;
import ezio.shell.env.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs what users run, without effect on anything, so that the JVM can archive the classes it loads: the launcher's
 * first start does this once, and later ones take half the time.
 */
final class Rehearsal {

    private static final List<List<String>> RUNS =
            List.of(List.of("--version"), List.of("help"), List.of("sed"), List.of("torrent", "--help"));

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("ezio-rehearsal");
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Env env = new Env(
                    nowhere,
                    nowhere,
                    Map.of("XDG_STATE_HOME", directory.toString()),
                    directory,
                    Optional.empty(),
                    new NoSignals());
            for (List<String> run : RUNS) {
                Main.run(run.toArray(String[]::new), env);
                Main.run(Stream.concat(Stream.of("--output=json"), run.stream()).toArray(String[]::new), env);
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().deleteOnExit());
            }
        }
    }

    private static final class NoSignals implements Signals {
        @Override
        public void listen(Consumer<StopSignal> listener) {}

        @Override
        public void endAtOnce(ExitCode exitCode) {}
    }
}
