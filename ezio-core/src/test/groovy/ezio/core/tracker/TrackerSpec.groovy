package ezio.core.tracker

import ezio.core.problem.ListenFailure
import ezio.core.problem.Problem
import ezio.core.torrent.InfoHash
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(30)
class TrackerSpec extends Specification {

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

    def "an announce is answered with interval, counts and compact peers, keys sorted"() {
        given:
        start()
        announce(ONE, 6881, 'left=0&event=started')

        expect:
        announce(TWO, 6882, 'left=5&event=started&compact=1') ==
                'd8:completei1e10:downloadedi0e10:incompletei1e8:intervali5e12:min intervali5e5:peers6:' +
                '\u007f\u0000\u0000\u0001\u001a\u00e1e'
        tracker.counts() == [(TORRENT): new TorrentCounts(1, 1, 0)]
        tracker.peers(TORRENT)*.leftBytes() == [0L, 5L]
    }

    def "peers are dictionaries with compact=0, with ids unless #query asks for none"() {
        given:
        start()
        announce(ONE, 6881, 'left=0')

        expect:
        announce(TWO, 6882, query).endsWith(peers)

        where:
        query                            || peers
        'left=5&compact=0'               || "5:peersld2:ip9:127.0.0.17:peer id20:${ONE}4:porti6881eeee"
        'left=5&compact=0&no_peer_id=0'  || "5:peersld2:ip9:127.0.0.17:peer id20:${ONE}4:porti6881eeee"
        'left=5&compact=0&no_peer_id=1'  || '5:peersld2:ip9:127.0.0.14:porti6881eeee'
        'left=5&compact=0&numwant=0'     || '5:peerslee'
        'left=5&numwant=0'               || '5:peers0:e'
        'left=5&event=stopped'           || '5:peers0:e'
    }

    def "info_hash and peer_id are bytes, however they are written"() {
        given:
        start()

        when:
        get("/announce?info_hash=${hash}&peer_id=${peer}&port=1&left=1")

        then:
        tracker.counts().keySet()*.hex() == [hashHex]
        tracker.peers(new InfoHash(hashHex))*.peerId() == [peerHex]

        where:
        hash                   | peer                   || hashHex                      | peerHex
        '%00' * 20             | '%ff' * 20             || '00' * 20                    | 'ff' * 20
        'aaaaaaaaaaaaaaaaaaaa' | '%7e%7E' + '~' * 18    || '61' * 20                    | '7e' * 20
        '%20+' * 10            | '%2b' * 20             || '20' * 20                    | '2b' * 20
        '%80%26%3d%25' * 5     | "-._~!*'()" + 'x' * 11 || '80263d25' * 5               | '2d2e5f7e212a272829' + '78' * 11
    }

    def "an announce that #why fails with '#reason'"() {
        given:
        start()

        expect:
        get("/announce?$query") == failure(reason)
        tracker.counts().isEmpty()

        where:
        why                     | query                                        || reason
        'says nothing'          | ''                                           || 'info_hash is missing'
        'has no info_hash'      | "peer_id=$ONE&port=1&left=0"                 || 'info_hash is missing'
        'has an empty one'      | "info_hash=&peer_id=$ONE&port=1&left=0"      || 'info_hash must be 20 bytes, got 0'
        'has a short one'       | "info_hash=abc&peer_id=$ONE&port=1&left=0"   || 'info_hash must be 20 bytes, got 3'
        'has a long one'        | "info_hash=${HASH}a&peer_id=$ONE&port=1"     || 'info_hash must be 20 bytes, got 21'
        'has it in hex'         | "info_hash=${'ab' * 20}&peer_id=$ONE&port=1" || 'info_hash must be 20 bytes, got 40'
        'has no peer_id'        | "info_hash=$HASH&port=1&left=0"              || 'peer_id is missing'
        'has a short peer_id'   | "info_hash=$HASH&peer_id=x&port=1&left=0"    || 'peer_id must be 20 bytes, got 1'
        'has no port'           | "info_hash=$HASH&peer_id=$ONE&left=0"        || 'port is missing'
        'has an empty port'     | "info_hash=$HASH&peer_id=$ONE&port="         || 'port is missing'
        'has port 0'            | good('port=0')                               || 'port is not a number of 1 to 65535'
        'has port 65536'        | good('port=65536')                           || 'port is not a number of 1 to 65535'
        'has port -1'           | good('port=-1')                              || 'port is not a number of 1 to 65535'
        'has port 0x50'         | good('port=0x50')                            || 'port is not a number of 1 to 65535'
        'has a long port'       | good('port=99999999999')                     || 'port is not a number of 1 to 65535'
        'has left -1'           | good('port=1&left=-1')                       || 'left is not a number of bytes'
        'has left all'          | good('port=1&left=all')                      || 'left is not a number of bytes'
        'has a huge left'       | good("port=1&left=${'9' * 21}")              || 'left is not a number of bytes'
        'has a bad uploaded'    | good('port=1&uploaded=1.5')                  || 'uploaded is not a number of bytes'
        'has a bad downloaded'  | good('port=1&downloaded=%00')                || 'downloaded is not a number of bytes'
        'has a bad numwant'     | good('port=1&numwant=many')                  || 'numwant is not a number of peers'
        'has an unknown event'  | good('port=1&event=paid')                    || 'event is none of started, stopped, completed'
        'has a bad ip'          | good('port=1&ip=localhost')                  || 'ip is not an IPv4 or IPv6 address'
        'is too long'           | good('port=1&x=' + 'y' * 2000)               || 'the request is longer than 2000 characters'
    }

    def "odd but harmless: #query"() {
        given:
        start()

        when:
        get("/announce?info_hash=$HASH&peer_id=$ONE&$query")

        then:
        tracker.peers(TORRENT)*.leftBytes() == [left]

        where:
        query                                                   || left
        'port=1'                                                || Long.MAX_VALUE
        'port=1&left='                                          || Long.MAX_VALUE
        'port=1&left=18446744073709551615'                      || Long.MAX_VALUE
        'port=1&event=completed'                                || 0
        'port=1&left=3&event='                                  || 3
        'port=1&left=3&event=paused'                            || 3
        'port=1&left=3&numwant=-1'                              || 3
        'port=1&left=3&left=4'                                  || 3
        'port=1&left=3&&x&=&=y&key=8&trackerid=%80&supportcrypto=1' || 3
    }

    def "a percent sign without two hex digits is a failure"() {
        given:
        start()

        expect: 'the server itself refuses what is no URI'
        raw("GET /announce?info_hash=%0 HTTP/1.1\r\nHost: x\r\n\r\n").startsWith('HTTP/1.1 400 ')

        and: 'and the tracker what it is asked for without one'
        raw("GET /announce?info_hash=\u00e4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .endsWith(failure('info_hash is not percent-encoded'))
    }

    def "a peer on the tracker's machine may say where others reach it"() {
        given:
        start()

        when:
        get("/announce?info_hash=$HASH&peer_id=$ONE&port=6881&left=0&ip=$ip")

        then:
        tracker.peers(TORRENT)*.addresses() == [[new InetSocketAddress(InetAddress.getByName(stored), 6881)]]

        where:
        ip                  || stored
        '10.0.0.7'          || '10.0.0.7'
        'fd00%3A%3A7'       || 'fd00::7'
        '::ffff:10.0.0.7'   || '10.0.0.7'
        ''                  || '127.0.0.1'
    }

    def "a peer elsewhere may not say that it is another machine"() {
        given:
        def query = new Query("info_hash=$HASH&peer_id=$ONE&port=6881&left=0&ip=10.0.0.7", 2000)
        def from = InetAddress.getByName('10.0.0.99')

        expect:
        AnnounceRequest.parse(query, from, LOOPBACK).announce().address() == new InetSocketAddress(from, 6881)
    }

    def "IPv4 and IPv6 peers meet, each at the address that fits"() {
        given: 'a tracker on all interfaces'
        start(settings())

        when:
        get("/announce?info_hash=$HASH&peer_id=$ONE&port=6881&left=0&event=started", '[::1]')
        get("/announce?info_hash=$HASH&peer_id=$TWO&port=6882&left=1&event=started", '127.0.0.1')

        then:
        tracker.peers(TORRENT)*.addresses() == [
                [new InetSocketAddress('::1', 6881)], [new InetSocketAddress('127.0.0.1', 6882)]]

        when:
        def overIpv4 = get("/announce?info_hash=$HASH&peer_id=$TWO&port=6882&left=1", '127.0.0.1')
        def overIpv6 = get("/announce?info_hash=$HASH&peer_id=$ONE&port=6881&left=0", '[::1]')
        def asDictionary = get("/announce?info_hash=$HASH&peer_id=$TWO&port=6882&left=1&compact=0&no_peer_id=1", '127.0.0.1')

        then:
        overIpv4.endsWith('5:peers0:6:peers618:' + '\u0000' * 15 + '\u0001\u001a\u00e1e')
        overIpv6.endsWith('5:peers6:\u007f\u0000\u0000\u0001\u001a\u00e26:peers60:e')
        asDictionary.endsWith('5:peersld2:ip15:0:0:0:0:0:0:0:14:porti6881eeee')
    }

    def "the interval grows when a swarm has settled"() {
        given:
        start()
        (10..19).each { announce("-EZ0100-0000000000$it", 6881 + it, 'left=1') }

        when:
        nowNs += Duration.ofSeconds(61).toNanos()

        then:
        announce('-EZ0100-000000000010', 6891, 'left=1').contains('8:intervali60e12:min intervali5e')
    }

    def "a torrent that is not allowed is refused"() {
        given:
        start(local().withAllowedTorrents([new InfoHash('ff' * 20)] as Set))

        expect:
        announce(ONE, 1, 'left=0') == failure("this tracker does not serve torrent $TORRENT")
    }

    def "scrape tells the counts of #which"() {
        given:
        start()
        announce(ONE, 6881, 'left=0')
        announce(TWO, 6882, 'left=5&event=started')
        announce(TWO, 6882, 'left=0&event=completed')
        get("/announce?info_hash=${'z' * 20}&peer_id=$ONE&port=6881&left=5")

        expect:
        get("/scrape$query") == answer

        where:
        which             | query                                            || answer
        'all'             | ''                                               || "d5:filesd${ofTorrent()}${ofZ()}ee"
        'one'             | "?info_hash=$HASH"                               || "d5:filesd${ofTorrent()}ee"
        'two, sorted'     | "?info_hash=${'z' * 20}&x=y&info_hash=$HASH"     || "d5:filesd${ofTorrent()}${ofZ()}ee"
        'an unknown one'  | "?info_hash=${'y' * 20}"                         || 'd5:filesdee'
        'a bad one'       | '?info_hash=y'                                   || failure('info_hash must be 20 bytes, got 1')
        'far too many'    | "?info_hash=${'y' * 8000}"                       || failure('the request is longer than 8000 characters')
    }

    def "the front page is for people"() {
        given:
        start()

        expect:
        get('/') == 'ezio tracker\n\nno peer has announced itself yet\n'

        when:
        announce(ONE, 6881, 'left=0')
        announce(TWO, 6882, 'left=5')
        get("/announce?info_hash=${'z' * 20}&peer_id=$ONE&port=6881&event=completed")

        then:
        get('/') == '''\
            ezio tracker

            TORRENT                                    SEEDS  LEECHES  COMPLETED
            0123456789abcdef0123456789abcdef01234567       1        1          0
            7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a       1        0          1
            '''.stripIndent()
    }

    def "torrents are handed out and listed"() {
        given:
        def bytes = new byte[300_000]
        new Random(1).nextBytes(bytes)
        Files.write(files.resolve('root.torrent'), bytes)
        Files.write(files.resolve('disk 1 ä.torrent'), 'd4:infodee'.bytes)
        Files.write(files.resolve('empty.torrent'), new byte[0])
        Files.write(files.resolve('root.torrent.info'), 'x'.bytes)
        Files.createDirectory(files.resolve('directory.torrent'))
        start(local().withTorrentsDirectory(files))

        expect:
        get('/torrents/') == latin1('disk 1 ä.torrent\nempty.torrent\nroot.torrent\n')

        when:
        def root = client.send(request('/torrents/root.torrent'), HttpResponse.BodyHandlers.ofByteArray())

        then:
        root.statusCode() == 200
        root.body() == bytes
        root.headers().firstValue('content-type').get() == 'application/x-bittorrent'

        and:
        get('/torrents/disk%201%20%C3%A4.torrent') == 'd4:infodee'
        get('/torrents/empty.torrent') == ''
    }

    def "nothing but a .torrent in the directory is handed out: #path"() {
        given:
        def directory = Files.createDirectory(files.resolve('shared'))
        Files.write(files.resolve('outside.torrent'), 'secret'.bytes)
        Files.write(directory.resolve('root.torrent'), 'fine'.bytes)
        Files.write(directory.resolve('.hidden.torrent'), 'secret'.bytes)
        Files.write(directory.resolve('notes.txt'), 'secret'.bytes)
        Files.createDirectory(directory.resolve('sub'))
        Files.write(directory.resolve('sub/inner.torrent'), 'secret'.bytes)
        Files.createDirectory(directory.resolve('directory.torrent'))
        Files.createSymbolicLink(directory.resolve('link.torrent'), files.resolve('outside.torrent'))
        Files.createSymbolicLink(directory.resolve('relative.torrent'), Path.of('../outside.torrent'))
        Files.createSymbolicLink(directory.resolve('inner.torrent'), Path.of('sub/inner.torrent'))
        Files.createSymbolicLink(directory.resolve('notes.torrent'), Path.of('notes.txt'))
        Files.createSymbolicLink(directory.resolve('dangling.torrent'), Path.of('gone.torrent'))
        start(local().withTorrentsDirectory(directory))

        expect:
        def answer = raw("GET $path HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer.startsWith('HTTP/1.1 404 ')
        !answer.contains('secret')
        get('/torrents/') == 'root.torrent\n'

        where:
        path << ['/torrents/../outside.torrent', '/torrents/%2e%2e/outside.torrent', '/torrents/..%2foutside.torrent',
                 '/torrents/%2e%2e%2foutside.torrent', '/torrents/..%5coutside.torrent', '/torrents//../outside.torrent',
                 '/torrents/sub/inner.torrent', '/torrents/sub%2finner.torrent', '/torrents/./sub/inner.torrent',
                 '/torrents//root.torrent', '/torrents/./root.torrent', '/torrents/%2froot.torrent',
                 '/torrents/link.torrent', '/torrents/relative.torrent', '/torrents/inner.torrent',
                 '/torrents/notes.torrent', '/torrents/dangling.torrent', '/torrents/directory.torrent',
                 '/torrents/.hidden.torrent', '/torrents/notes.txt', '/torrents/notes.txt%00.torrent',
                 '/torrents/root.torrent%00', '/torrents/root.torrent/', '/torrents/.torrent', '/torrents/nothing.torrent',
                 '/torrents', '/root.torrent', '/announce/', '/scrape/x', '/favicon.ico', '//torrents/root.torrent']
    }

    def "a link to another torrent in the same directory is fine"() {
        given:
        Files.write(files.resolve('root-2.torrent'), 'fine'.bytes)
        Files.createSymbolicLink(files.resolve('root.torrent'), Path.of('root-2.torrent'))
        start(local().withTorrentsDirectory(files))

        expect:
        get('/torrents/root.torrent') == 'fine'
    }

    def "without a directory there are no torrents"() {
        given:
        start()

        expect:
        raw("GET /torrents/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startsWith('HTTP/1.1 404 ')
    }

    def "a directory of torrents that is gone is no list, and no end of the tracker"() {
        given:
        def directory = Files.createDirectory(files.resolve('shared'))
        start(local().withTorrentsDirectory(directory))
        Files.delete(directory)

        expect:
        raw("GET /torrents/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startsWith('HTTP/1.1 500 ')
        raw("GET /torrents/x.torrent HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startsWith('HTTP/1.1 404 ')
        get('/').startsWith('ezio tracker')
    }

    def "a directory of torrents that is not there is named at the start"() {
        when:
        start(local().withTorrentsDirectory(files.resolve('gone')))

        then:
        def failure = thrown(NotADirectory)
        failure.kind() == Problem.Kind.USAGE
        failure.message == "$files/gone is not a directory"
    }

    def "#request is answered with #status"() {
        given:
        start()

        expect:
        raw(request.replace('\n', '\r\n')).startsWith("HTTP/1.1 $status ")
        get('/').startsWith('ezio tracker')

        where:
        request                                                          || status
        'POST /announce HTTP/1.1\nHost: x\nConnection: close\n\n'        || 405
        'DELETE / HTTP/1.1\nHost: x\nConnection: close\n\n'              || 405
        'POST / HTTP/1.1\nHost: x\nContent-Length: 999999999\n\nabc'     || 413
        'GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n5\nabcde\n' || 413
        'GET / HTTP/1.0\n\n'                                             || 200
        'HEAD / HTTP/1.1\nHost: x\nConnection: close\n\n'                || 200
        'nonsense\n\n'                                                   || 400
        'GET /announce?info_hash=%zz HTTP/1.1\nHost: x\n\n'              || 400
    }

    def "HEAD has no body"() {
        given:
        Files.write(files.resolve('root.torrent'), 'd4:infodee'.bytes)
        start(local().withTorrentsDirectory(files))

        when:
        def answer = raw("HEAD $path HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

        then:
        answer.startsWith('HTTP/1.1 200 ')
        answer.toLowerCase().contains("content-length: $length\r\n")
        answer.endsWith('\r\n\r\n')

        where:
        path                     || length
        '/'                      || 47
        '/torrents/root.torrent' || 10
    }

    def "one connection serves many requests"() {
        given:
        Files.write(files.resolve('root.torrent'), 'd4:infodee'.bytes)
        start(local().withTorrentsDirectory(files))
        def socket = new Socket(LOOPBACK, tracker.port())
        def paths = ['/', "/announce?info_hash=$HASH&peer_id=$ONE&port=1", '/torrents/root.torrent', '/announce',
                     '/nothing', '/torrents/', '/scrape']

        when:
        def bodies = (paths * 3).collect {
            socket.outputStream.write("GET $it HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1))
            readAnswer(socket.inputStream)
        }

        then:
        bodies.size() == 21
        bodies.every { it != null }
        bodies[2] == 'd4:infodee'
        bodies[16] == 'd4:infodee'

        cleanup:
        socket?.close()
    }

    def "clients that send half a request, or read half an answer, hold up nobody"() {
        given:
        Files.write(files.resolve('root.torrent'), new byte[8 << 20])
        start(local().withTorrentsDirectory(files))
        def halves = (1..60).collect {
            def socket = new Socket(LOOPBACK, tracker.port())
            socket.outputStream.write('GET /announce?info_'.bytes)
            socket
        }
        def readers = (1..40).collect {
            def socket = new Socket()
            socket.receiveBufferSize = 4096
            socket.connect(new InetSocketAddress(LOOPBACK, tracker.port()))
            socket.outputStream.write('GET /torrents/root.torrent HTTP/1.1\r\nHost: x\r\n\r\n'.bytes)
            assert socket.inputStream.read() == 'H' as char
            socket
        }

        expect:
        announce(ONE, 6881, 'left=0').contains('8:completei1e')
        get('/torrents/root.torrent').length() == 8 << 20

        and: 'half a request ends after a while'
        halves[0].tap { it.soTimeout = 20_000 }.inputStream.read() == -1

        cleanup:
        (halves + readers)*.close()
    }

    def "a request line without an end is cut off"() {
        given:
        start()
        def socket = new Socket(LOOPBACK, tracker.port())

        when:
        def sent = 0
        try {
            while (sent < 64 << 20) {
                socket.outputStream.write(('x' * (1 << 16)).bytes)
                sent += 1 << 16
            }
        } catch (SocketException ignored) {
            // What is expected: the other end closed it.
        }

        then:
        sent < 64 << 20

        cleanup:
        socket?.close()
    }

    def "many peers at once are all counted"() {
        given:
        start()

        when:
        def answers = (100..399).collect {
            client.sendAsync(
                    request("/announce?info_hash=$HASH&peer_id=-EZ0100-000000000$it&port=${6000 + it}&left=${it % 2}"),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
        }

        then:
        answers.every { it.get().body().startsWith('d8:complete') }
        tracker.counts() == [(TORRENT): new TorrentCounts(150, 150, 0)]
    }

    def "a port that is taken is named"() {
        given:
        start()

        when:
        Tracker.start(TrackerSettings.defaults().withPort(tracker.port()))

        then:
        def failure = thrown(ListenFailure)
        failure.kind() == Problem.Kind.NETWORK
        failure.message == "port ${tracker.port()} is taken by another process"
        failure.remedy().get() == 'use --port 0 for any free port, or stop the other ezio'
        failure.port() == tracker.port()
    }

    def "an address that this machine does not have is named"() {
        when:
        Tracker.start(settings().withListenAddress(InetAddress.getByName('198.51.100.77')))

        then:
        def failure = thrown(ListenFailure)
        failure.kind() == Problem.Kind.NETWORK
        failure.message == 'cannot listen on port 0 of 198.51.100.77: Cannot assign requested address'
    }

    def "a closed tracker frees its port, and does not answer"() {
        given:
        start()
        int port = tracker.port()

        when:
        tracker.close()
        new Socket(LOOPBACK, port)

        then:
        thrown(ConnectException)

        when:
        tracker = Tracker.start(local().withPort(port))

        then:
        get('/').startsWith('ezio tracker')
    }

    def "the announce URL for #host"() {
        given:
        start()

        expect:
        tracker.announceUrl(host) == "http://$written:${tracker.port()}/announce"

        where:
        host        || written
        '10.0.0.1'  || '10.0.0.1'
        'seeder'    || 'seeder'
        'fd00::1'   || '[fd00::1]'
        '[fd00::1]' || '[fd00::1]'
    }

    def "settings refuse port #port"() {
        when:
        settings().withPort(port)

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message == "port $port is not in 0 to 65535"

        where:
        port << [-1, 65536]
    }

    private void start(TrackerSettings settings = local()) {
        tracker = Tracker.start(settings, { nowNs })
    }

    private static TrackerSettings settings() {
        TrackerSettings.defaults().withPort(0)
    }

    private static TrackerSettings local() {
        settings().withListenAddress(LOOPBACK)
    }

    private static String good(String query) {
        "info_hash=$HASH&peer_id=$ONE&$query"
    }

    private static String ofTorrent() {
        '20:' + new String(TORRENT.bytes(), StandardCharsets.ISO_8859_1) + 'd8:completei2e10:downloadedi1e10:incompletei0ee'
    }

    private static String ofZ() {
        "20:${'z' * 20}d8:completei0e10:downloadedi0e10:incompletei1ee"
    }

    private static String failure(String reason) {
        "d14:failure reason${reason.length()}:${reason}e"
    }

    private String announce(String peerId, int port, String query) {
        get("/announce?info_hash=$HASH&peer_id=$peerId&port=$port&$query")
    }

    private String get(String path, String host = '127.0.0.1') {
        def answer = client.send(request(path, host), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
        assert answer.statusCode() == 200
        answer.body()
    }

    private HttpRequest request(String path, String host = '127.0.0.1') {
        HttpRequest.newBuilder(URI.create("http://$host:${tracker.port()}$path")).timeout(Duration.ofSeconds(10)).build()
    }

    private static String latin1(String text) {
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
    }

    /** Sends bytes as they are, and returns everything that comes until the server closes the connection. */
    private String raw(String request) {
        new Socket(LOOPBACK, tracker.port()).withCloseable { socket ->
            socket.soTimeout = 10_000
            socket.outputStream.write(request.getBytes(StandardCharsets.ISO_8859_1))
            new String(socket.inputStream.readAllBytes(), StandardCharsets.ISO_8859_1)
        }
    }

    /** Reads one answer that says its length; the connection has to stay open after it. */
    private static String readAnswer(InputStream input) {
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
