package ezio.core.peerprograms

import ezio.core.torrent.InfoHash
import groovy.json.JsonOutput
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.regex.Pattern

/** A peer that is Debian's python3-libtorrent, the library that the C++ EZIO is made of. */
class LibtorrentPeer implements AutoCloseable {

    private static final String SCRIPT = 'libtorrent_peer.py'

    @Delegate(interfaces = false, excludes = ['close'])
    final PeerProgram program

    private LibtorrentPeer(
            String command, Path home, Path torrent, Path savePath, String address, Map<String, ?> settings,
            List<String> prefix) {
        program = start("libtorrent that ${command}s", home,
                [command, torrent, savePath, address, JsonOutput.toJson(settings)], prefix)
    }

    /**
     * Starts a peer that serves {@code savePath/NAME}.
     *
     * @param address to listen on; with port 0, each interface gets a port of its own
     * @param settings of libtorrent, by its names for them
     * @param prefix what to run it with, as in another network
     */
    static LibtorrentPeer seed(
            Path home, Path torrent, Path savePath, String address = '127.0.0.1:0', Map<String, ?> settings = [:],
            List<String> prefix = []) {
        new LibtorrentPeer('seed', home, torrent, savePath, address, settings, prefix)
    }

    /** Starts a peer that fetches into {@code savePath/NAME}, and then serves it. */
    static LibtorrentPeer fetch(
            Path home, Path torrent, Path savePath, String address = '127.0.0.1:0', Map<String, ?> settings = [:],
            List<String> prefix = []) {
        new LibtorrentPeer('fetch', home, torrent, savePath, address, settings, prefix)
    }

    static InfoHash createTorrent(Path home, Path directory, Path torrent, int pieceBytes, String announceUrl) {
        def arguments = ['create', directory, torrent, pieceBytes] + (announceUrl ? [announceUrl] : [])
        start('libtorrent that creates', home, arguments).withCloseable { program ->
            def infoHash = program.await(~/^info-hash ([0-9a-f]{40})$/).group(1)
            assert program.awaitExit() == 0
            new InfoHash(infoHash)
        }
    }

    /** Returns the port that it accepts peers on. */
    int port() {
        program.await(~/^listening (\d+)$/).group(1) as int
    }

    void awaitComplete(Duration atMost = Duration.ofSeconds(30)) {
        program.await(~/^complete$/, atMost)
    }

    /** Waits until it has told the tracker of itself. */
    void awaitAnnounced(Duration atMost = Duration.ofSeconds(20)) {
        program.await(Pattern.compile('^alert tracker_reply_alert '), atMost)
    }

    void connect(String host, int port) {
        program.tell("connect $host $port")
    }

    void announce() {
        program.tell('announce')
    }

    /** Lets it leave the swarm as clients do that are not killed. */
    void leave(Duration atMost = Duration.ofSeconds(20)) {
        program.endInput()
        program.awaitExit(atMost)
    }

    @Override
    void close() {
        program.close()
    }

    private static PeerProgram start(String name, Path home, List<?> arguments, List<String> prefix = []) {
        def script = home.resolve(SCRIPT)
        if (!Files.exists(script)) {
            LibtorrentPeer.getResourceAsStream(SCRIPT).withCloseable { Files.copy(it, script) }
        }
        // Debian's own interpreter: another one does not find Debian's libtorrent.
        new PeerProgram(name, prefix + ['/usr/bin/python3', '-u', script] + arguments, home)
    }
}
