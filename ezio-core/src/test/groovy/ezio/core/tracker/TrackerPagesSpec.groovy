package ezio.core.tracker

import ezio.core.problem.Problem
import java.net.http.HttpResponse
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Timeout

/** What people and downloads ask of the tracker, and what is not HTTP. */
@Timeout(30)
class TrackerPagesSpec extends TrackerFixture {

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
}
