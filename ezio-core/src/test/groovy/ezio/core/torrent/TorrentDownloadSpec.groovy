package ezio.core.torrent

import com.sun.net.httpserver.HttpServer
import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import java.util.concurrent.CancellationException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(30)
class TorrentDownloadSpec extends Specification {

    TorrentSpec torrent = TorrentDraft.of('sda1', ExtentMap.whole(16384), 16384, new byte[20]).toSpec()
    def asked = new CountDownLatch(1)
    def threads = Executors.newCachedThreadPool()
    HttpServer server
    String url

    def setup() {
        server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        server.executor = threads
        server.createContext('/') { exchange ->
            switch (exchange.requestURI.path) {
                case '/a.torrent': answer(exchange, 200, TorrentFiles.encode(torrent)); break
                case '/moved':
                    exchange.responseHeaders.set('Location', '/a.torrent')
                    answer(exchange, 302, new byte[0])
                    break
                case '/page': answer(exchange, 200, '<html>'.bytes); break
                case '/silent': asked.countDown(); break
                default: answer(exchange, 404, new byte[0])
            }
        }
        server.start()
        url = "http://127.0.0.1:$server.address.port"
    }

    def cleanup() {
        server.stop(0)
        threads.shutdownNow()
    }

    private static void answer(exchange, int status, byte[] body) {
        exchange.sendResponseHeaders(status, body.length ?: -1)
        exchange.responseBody.write(body)
        exchange.close()
    }

    def "fetches a torrent, also from where it was moved to"() {
        expect:
        TorrentDownload.fetch("$url/$path", new CancelToken()).infoHash() == torrent.infoHash()

        where:
        path << ['a.torrent', 'moved']
    }

    def "says why it cannot be had: #what"() {
        given:
        def free = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        free.close()
        def full = address.replace('URL', url).replace('FREE', "http://127.0.0.1:$free.localPort")

        when:
        TorrentDownload.fetch(full, new CancelToken())

        then:
        def e = thrown(Problem)
        e.kind() == kind
        e.message == message.replace('ADDRESS', full)

        where:
        what            | address           || kind                 | message
        'not there'     | 'URL/b.torrent'   || Problem.Kind.NETWORK | 'cannot fetch ADDRESS: the server answers 404'
        'nobody there'  | 'FREE/a.torrent'  || Problem.Kind.NETWORK | 'cannot fetch ADDRESS: connection refused'
        'no such name'  | 'http://nobody.invalid/a' || Problem.Kind.NETWORK |
                'cannot fetch ADDRESS: no machine is named nobody.invalid'
        'no address'    | 'http:///a'       || Problem.Kind.USAGE   | '"ADDRESS" is no address of a torrent'
        'no torrent'    | 'URL/page'        || Problem.Kind.INPUT   |
                'ADDRESS: is no torrent: it does not start with a dictionary'
    }

    def "does not wait for a silent server when it is cancelled"() {
        given:
        def cancel = new CancelToken()
        Thread.startDaemon {
            asked.await(20, TimeUnit.SECONDS)
            cancel.cancel()
        }

        when:
        TorrentDownload.fetch("$url/silent", cancel)

        then:
        thrown(CancellationException)
    }

    def "'#text' is an address: #isAddress"() {
        expect:
        TorrentDownload.isAddress(text) == isAddress

        where:
        text              || isAddress
        'http://a/b'      || true
        'https://a/b'     || true
        'a.torrent'       || false
        '/http/a.torrent' || false
    }
}
