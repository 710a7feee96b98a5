package ezio.shell

import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path

/** {@code ezio daemon} on loopback, with a home of its own. */
class FarNode implements AutoCloseable {

    final Program daemon
    final Path home
    final int port

    FarNode(Path directory, String name, Object... options) {
        home = Files.createDirectories(directory.resolve(name))
        daemon = new Program(home)
        daemon.start('daemon', '--listen', '127.0.0.1:0', '--peer-listen', '127.0.0.1', *options)
        port = daemon.awaitStderr(/calls are accepted at 127\.0\.0\.1:(\d+)/)[1] as int
    }

    String getAddress() {
        "127.0.0.1:$port"
    }

    int getPeerPort() {
        daemon.awaitStderr(/peers are accepted on port (\d+)/)[1] as int
    }

    void end() {
        if (daemon.running) {
            daemon.stop(StopSignal.TERM)
        }
    }

    @Override
    void close() {
        end()
    }
}
