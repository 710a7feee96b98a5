package ezio.core.peerprograms

import ezio.core.torrent.InfoHash
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import spock.util.concurrent.PollingConditions

/**
 * Debian's opentracker, which serves only what its whitelist names. As root it becomes "nobody" and takes its directory
 * for its root, so that has to be readable to everybody, on the way there too, and the whitelist is named from there.
 */
class OpenTracker implements AutoCloseable {

    private static final int TRIES = 5

    final int port
    final String address
    @Delegate(interfaces = false, excludes = ['close'])
    final PeerProgram program
    private final Path directory

    private OpenTracker(String address, int port, Path directory) {
        this.address = address
        this.port = port
        this.directory = directory
        program = new PeerProgram('opentracker',
                ['opentracker', '-i', address, '-p', port, '-P', port, '-d', directory, '-w', 'whitelist'], directory)
    }

    /** Starts it on a free port, or on the one that is given, and returns when it answers. */
    static OpenTracker start(Collection<InfoHash> allowed, String address = '127.0.0.1', int port = 0) {
        // Not below a spec's own directory, which only its owner may read.
        def directory = Files.createTempDirectory('ezio-opentracker')
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString('rwxr-xr-x'))
        def whitelist = directory.resolve('whitelist')
        Files.writeString(whitelist, allowed*.hex().join('\n') + '\n')
        Files.setPosixFilePermissions(whitelist, PosixFilePermissions.fromString('rw-r--r--'))
        // It takes no port 0: a port that was free a moment ago may be gone, so try again.
        for (int i = 0; i < TRIES; i++) {
            def tracker = new OpenTracker(address, port ?: PeerProgram.freePort(), directory)
            try {
                new PollingConditions(timeout: 10, delay: 0.05).eventually {
                    assert !tracker.isRunning() || tracker.isAnswering()
                }
                if (tracker.isRunning()) {
                    return tracker
                }
            } catch (Throwable e) {
                tracker.close()
                throw e
            }
        }
        throw new AssertionError((Object) "opentracker does not start on any port")
    }

    String announceUrl() {
        "http://$address:$port/announce"
    }

    private boolean isAnswering() {
        try {
            def url = URI.create("http://$address:$port/stats")
            def request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build()
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding())
            return true
        } catch (IOException ignored) {
            return false
        }
    }

    @Override
    void close() {
        program.close()
        directory.toFile().deleteDir()
    }
}
