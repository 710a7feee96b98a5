package ezio.shell;

import ezio.core.problem.Problem;
import ezio.daemon.DaemonAddress;
import ezio.daemon.DaemonClient;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.env.Signals;
import ezio.shell.env.StopSignal;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Runs what users run, on files of its own, so that the JVM can archive the classes it loads: the launcher does this
 * once, and every later start takes half the time.
 */
final class Rehearsal {

    private static final int IMAGE_BYTES = 1 << 20;
    private static final int CALL_TRIES = 50;
    private static final long CALL_WAIT_MS = 200;

    private final Path directory;
    private final Env env;

    private Rehearsal(Path directory) {
        this.directory = directory;
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        this.env = new Env(
                nowhere,
                nowhere,
                Map.of("XDG_STATE_HOME", directory.toString()),
                directory,
                Optional.empty(),
                new NoSignals());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Main.prepare();
        Path directory = Files.createTempDirectory("ezio-rehearsal");
        try {
            new Rehearsal(directory).play();
        } finally {
            remove(directory);
        }
        // As Main does; the archive is written on the way out.
        System.exit(0);
    }

    private void play() throws IOException, InterruptedException {
        Files.write(directory.resolve("a.img"), new byte[IMAGE_BYTES]);
        run("--version");
        run("help");
        run("sed");
        run("disks");
        run("torrent", "create", "a.img", "--tracker", "http://127.0.0.1:9/announce");
        run("torrent", "show", "a.torrent");
        run("capture", "a.img", "--to", "captured", "--force");
        run("torrent", "edit", "a.torrent", "--remove-tracker", "http://127.0.0.1:9/announce");
        run("verify", "a.torrent", "a.img");
        for (String packed : List.of("a.zst", "a.gz")) {
            run("image", "create", "a.img", "--to", packed, "--force");
            run("torrent", "create", packed, "-o", "packed.torrent", "--force");
        }
        loadOwnClasses();
        String port = String.valueOf(freePort());
        Thread seeder = new Thread(
                () -> run(
                        "seed",
                        "a.torrent",
                        "a.img",
                        "--tracker",
                        "--tracker-port",
                        "0",
                        "--listen",
                        "127.0.0.1",
                        "--port",
                        port,
                        "--stop-after",
                        "copies=1,time=5s"),
                "rehearsal-seeder");
        seeder.start();
        run(
                "restore",
                "a.torrent",
                "b.img",
                "--create",
                "fit",
                "--peer",
                "127.0.0.1:" + port,
                "--listen",
                "127.0.0.1",
                "--port",
                "0",
                "--stop-after",
                "now",
                "--timeout",
                "5s");
        seeder.join();
        serveCalls();
    }

    /** Starts a daemon, has it answer a call of each service, and ends it by the last. */
    private void serveCalls() throws IOException, InterruptedException {
        int port = freePort();
        Thread daemon = new Thread(
                () -> Main.run(
                        new String[] {"daemon", "--listen", "127.0.0.1:" + port, "--peer-listen", "127.0.0.1"}, env),
                "rehearsal-daemon");
        daemon.start();
        try (DaemonClient client = DaemonClient.of(DaemonAddress.of("127.0.0.1", port))) {
            for (int i = 0; i < CALL_TRIES && daemon.isAlive(); i++) {
                try {
                    client.images(true);
                    client.shutdown();
                    break;
                } catch (Problem e) {
                    // It is not there yet.
                    daemon.join(CALL_WAIT_MS);
                }
            }
        }
        daemon.join(CALL_TRIES * CALL_WAIT_MS);
    }

    /** Loads what is not rehearsed, as that takes partclone and a file system. */
    private static void loadOwnClasses() throws IOException {
        for (String name : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(name);
            if (jar.getFileName().toString().matches("(ezio|partclone)-.*\\.jar")) {
                loadClasses(jar);
            }
        }
    }

    private static void loadClasses(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> entries = file.stream()
                    .map(JarEntry::getName)
                    .filter(entry -> entry.startsWith("ezio/") && entry.endsWith(".class"))
                    .toList();
            for (String entry : entries) {
                String type =
                        entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
                try {
                    Class.forName(type, false, Rehearsal.class.getClassLoader());
                } catch (ClassNotFoundException | LinkageError e) {
                    // A start without this class in the archive is a little slower.
                }
            }
        }
    }

    private void run(String... words) {
        Main.run(words, env);
        // And once more, as a program would call it.
        if (!words[0].equals("seed") && !words[0].equals("restore")) {
            Main.run(Stream.concat(Stream.of("--output=json"), Stream.of(words)).toArray(String[]::new), env);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static final class NoSignals implements Signals {
        @Override
        public void listen(Consumer<StopSignal> listener) {}

        @Override
        public void endAtOnce(ExitCode exitCode) {}
    }
}
