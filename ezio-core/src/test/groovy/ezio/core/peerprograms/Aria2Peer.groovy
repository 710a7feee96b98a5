package ezio.core.peerprograms

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** A peer that is aria2. */
class Aria2Peer implements AutoCloseable {

    private static final List<String> ALONE = [
            'aria2c', '--no-conf=true', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false',
            '--enable-peer-exchange=false', '--file-allocation=none', '--summary-interval=1',
            '--console-log-level=info', '--enable-color=false', '--disable-ipv6=true', '--follow-torrent=mem',
            // The range is searched for a free port.
            '--listen-port=20000-29999']

    @Delegate(interfaces = false, excludes = ['close'])
    final PeerProgram program

    private Aria2Peer(String name, Path home, List<String> options) {
        program = new PeerProgram(name, ALONE + options, home)
    }

    /**
     * Starts a peer that fetches into {@code savePath/NAME}, and ends when it is done.
     *
     * @param torrent a file, or the URL of one
     */
    static Aria2Peer fetch(Path home, Object torrent, Path savePath) {
        Files.createDirectories(savePath)
        new Aria2Peer('aria2 that fetches', home, ['--seed-time=0', "--dir=$savePath", torrent]*.toString())
    }

    /** Starts a peer that checks what is in {@code savePath/NAME}, and serves it until it is closed. */
    static Aria2Peer seed(Path home, Object torrent, Path savePath) {
        def options = ['--seed-ratio=0.0', '--check-integrity=true', '--hash-check-only=false', "--dir=$savePath", torrent]
        new Aria2Peer('aria2 that seeds', home, options*.toString())
    }

    /** Waits until everything was fetched, told to the tracker, and aria2 has ended. */
    void awaitComplete(Duration atMost = Duration.ofSeconds(40)) {
        assert program.awaitExit(atMost) == 0: program.toString()
    }

    @Override
    void close() {
        program.close()
    }
}
