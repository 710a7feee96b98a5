package ezio.core.tracker

import ezio.core.torrent.InfoHash
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.charset.StandardCharsets
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A tracker on loopback, and a client. */
abstract class TrackerFixture extends Specification {

    static final InetAddress LOOPBACK = InetAddress.getByName('127.0.0.1')
    static final String HASH = '%01%23%45%67%89%ab%cd%ef%01%23%45%67%89%AB%CD%EF%01%23%45%67'
    static final InfoHash TORRENT = new InfoHash('0123456789abcdef0123456789abcdef01234567')
    static final String ONE = '-EZ0100-000000000001'
    static final String TWO = '-EZ0100-000000000002'

    @TempDir
    Path files

    @AutoCleanup
    Tracker tracker

    long nowNs = 5
    HttpClient client = HttpClient.newHttpClient()

    void start(TrackerSettings settings = local()) {
        tracker = Tracker.start(settings, { nowNs })
    }

    static TrackerSettings settings() {
        TrackerSettings.defaults().withPort(0)
    }

    static TrackerSettings local() {
        settings().withListenAddress(LOOPBACK)
    }

    static String good(String query) {
        "info_hash=$HASH&peer_id=$ONE&$query"
    }

    static String ofTorrent() {
        '20:' + new String(TORRENT.bytes(), StandardCharsets.ISO_8859_1) + 'd8:completei2e10:downloadedi1e10:incompletei0ee'
    }

    static String ofZ() {
        "20:${'z' * 20}d8:completei0e10:downloadedi0e10:incompletei1ee"
    }

    static String failure(String reason) {
        "d14:failure reason${reason.length()}:${reason}e"
    }

    String announce(String peerId, int port, String query) {
        get("/announce?info_hash=$HASH&peer_id=$peerId&port=$port&$query")
    }

    String get(String path, String host = '127.0.0.1') {
        def answer = client.send(request(path, host), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
        assert answer.statusCode() == 200
        answer.body()
    }

    HttpRequest request(String path, String host = '127.0.0.1') {
        HttpRequest.newBuilder(URI.create("http://$host:${tracker.port()}$path")).timeout(Duration.ofSeconds(10)).build()
    }

    static String latin1(String text) {
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
    }

    /** Sends bytes as they are, and returns everything that comes until the server closes the connection. */
    String raw(String request) {
        new Socket(LOOPBACK, tracker.port()).withCloseable { socket ->
            socket.soTimeout = 10_000
            socket.outputStream.write(request.getBytes(StandardCharsets.ISO_8859_1))
            new String(socket.inputStream.readAllBytes(), StandardCharsets.ISO_8859_1)
        }
    }

    /** Reads one answer that says its length; the connection has to stay open after it. */
    static String readAnswer(InputStream input) {
        def head = new StringBuilder()
        while (!head.toString().endsWith('\r\n\r\n')) {
            int c = input.read()
            assert c >= 0: "the connection ended after: $head"
            head.append(c as char)
        }
        def length = (head =~ /(?i)content-length: (\d+)/)
        assert length.find()
        new String(input.readNBytes(length.group(1) as int), StandardCharsets.ISO_8859_1)
    }
}
