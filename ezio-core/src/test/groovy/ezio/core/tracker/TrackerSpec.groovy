package ezio.core.tracker

import ezio.core.problem.ListenFailure
import ezio.core.problem.Problem
import ezio.core.torrent.InfoHash
import java.net.http.HttpResponse
import java.nio.charset.StandardCharsets
import java.time.Duration
import spock.lang.Timeout

/** What peers ask of the tracker. */
@Timeout(30)
class TrackerSpec extends TrackerFixture {

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
}
