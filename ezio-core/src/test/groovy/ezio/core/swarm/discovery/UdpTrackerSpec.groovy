package ezio.core.swarm.discovery

import ezio.core.peerprograms.OpenTracker
import ezio.core.swarm.discovery.UdpTracker.Event
import ezio.core.swarm.discovery.UdpTracker.Standing
import ezio.core.torrent.InfoHash
import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(60)
class UdpTrackerSpec extends Specification {

    static final InfoHash HASH = new InfoHash('5e' * 20)
    static final Standing SEED = new Standing(HASH, 0, 0, 0, 50)
    static final Standing TARGET = new Standing(HASH, 10, 90, 5, 50)
    static final List<Duration> LONG = [Duration.ofSeconds(10)]
    static final List<Duration> SHORT = [Duration.ofMillis(200)] * 6
    static final byte[] PEER_ID = '-EZ0100-aaaaaaaaaaaa'.bytes

    private final List<AutoCloseable> opened = []

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    /** A tracker that answers as it is told; null for a datagram that gets lost. */
    private class FakeTracker implements AutoCloseable {
        final DatagramSocket socket = new DatagramSocket(0, InetAddress.loopbackAddress)
        final List<byte[]> heard = new CopyOnWriteArrayList<>()

        FakeTracker(Closure<List<byte[]>> answers) {
            Thread.startDaemon {
                byte[] buffer = new byte[2048]
                while (!socket.closed) {
                    def packet = new DatagramPacket(buffer, buffer.length)
                    try {
                        socket.receive(packet)
                        byte[] request = Arrays.copyOf(buffer, packet.length)
                        heard << request
                        answers(ByteBuffer.wrap(request), heard.size()).each { byte[] answer ->
                            socket.send(new DatagramPacket(answer, answer.length, packet.socketAddress))
                        }
                    } catch (SocketException ignored) {
                        // Closed.
                    }
                }
            }
        }

        UdpTracker client(List<Duration> patience = LONG) {
            UdpTracker.at("udp://127.0.0.1:$socket.localPort/announce", PEER_ID, 7001, patience)
        }

        @Override
        void close() { socket.close() }
    }

    static byte[] answer(ByteBuffer request, List<Integer> ints, byte[] rest = new byte[0]) {
        def bytes = ByteBuffer.allocate(8 + 4 * ints.size() + rest.length)
        bytes.putInt(request.getInt(8)).putInt(request.getInt(12))
        ints.each { bytes.putInt(it) }
        bytes.put(rest).array()
    }

    static byte[] good(ByteBuffer request) {
        request.getInt(8) == 0 ? answer(request, [0x1234, 0x5678])
                : answer(request, [1800, 1, 2], CompactPeers.ipv4([new InetSocketAddress('10.0.0.7', 6881)]))
    }

    def "two nodes meet at opentracker, over #address"() {
        given:
        def tracker = open(OpenTracker.start([HASH], address))
        def url = "udp://${address.contains(':') ? "[$address]" : address}:$tracker.port/announce"
        def seed = UdpTracker.at(url, PEER_ID, 7001)
        def target = UdpTracker.at(url, '-EZ0100-bbbbbbbbbbbb'.bytes, 7002)

        when:
        def alone = seed.announce(SEED, Event.STARTED)
        def found = target.announce(TARGET, Event.STARTED)

        then:
        !alone.peers().contains(new InetSocketAddress(address, 7002))
        found.peers().contains(new InetSocketAddress(address, 7001))
        found.interval() > Duration.ZERO

        when:
        seed.announce(SEED, Event.STOPPED)

        then: 'it tells who asks of itself too'
        target.announce(TARGET, Event.NONE).peers() - new InetSocketAddress(address, 7002) == []

        where:
        address << ['127.0.0.1']
    }

    def "opentracker says nothing of a torrent that it does not serve, and that is a failure"() {
        given:
        def tracker = open(OpenTracker.start([HASH]))
        def client = UdpTracker.at("udp://127.0.0.1:$tracker.port/", PEER_ID, 7001, SHORT)

        when:
        client.announce(new Standing(new InfoHash('77' * 20), 0, 0, 0, 50), Event.STARTED)

        then:
        def silent = thrown(IOException)
        silent.message == 'no answer to 6 datagrams'
    }

    def "the request has everything in its place"() {
        given:
        def tracker = open(new FakeTracker({ ByteBuffer request, int count -> [good(request)] }))

        when:
        def answer = tracker.client().announce(TARGET, Event.COMPLETED)
        def connect = ByteBuffer.wrap(tracker.heard[0])
        def announce = ByteBuffer.wrap(tracker.heard[1])

        then:
        answer.interval() == Duration.ofMinutes(30)
        answer.peers() == [new InetSocketAddress('10.0.0.7', 6881)]
        connect.remaining() == 16
        [connect.getLong(0), connect.getInt(8)] == [0x41727101980L, 0]
        announce.remaining() == 98
        [announce.getLong(0), announce.getInt(8)] == [0x0000123400005678L, 1]
        Arrays.copyOfRange(tracker.heard[1], 16, 36) == HASH.bytes()
        Arrays.copyOfRange(tracker.heard[1], 36, 56) == PEER_ID
        [announce.getLong(56), announce.getLong(64), announce.getLong(72)] == [10L, 90L, 5L]
        [announce.getInt(80), announce.getInt(84), announce.getInt(92)] == [1, 0, 50]
        announce.getShort(96) == 7001 as short
    }

    def "a datagram that is lost is sent again: #why"() {
        given:
        def tracker = open(new FakeTracker({ ByteBuffer request, int count ->
            count in lost ? [] : [good(request)]
        }))

        expect:
        tracker.client(SHORT).announce(TARGET, Event.STARTED).peers().size() == 1
        tracker.heard.size() >= lost.size() + 2

        where:
        why                      | lost
        'nothing is lost'        | []
        'the first'              | [1]
        'the second'             | [2]
        'two of each, in a row'  | [1, 2, 4, 5]
    }

    def "a connection is used again, and made anew when the tracker has forgotten it"() {
        given:
        boolean isDeaf = false
        def tracker = open(new FakeTracker({ ByteBuffer request, int count ->
            isDeaf && request.getInt(8) == 1 ? [] : [good(request)]
        }))
        def client = tracker.client(SHORT)
        client.announce(TARGET, Event.STARTED)
        client.announce(TARGET, Event.NONE)
        isDeaf = true

        when:
        client.announce(TARGET, Event.NONE)

        then:
        def silent = thrown(IOException)
        silent.message == 'no answer to 6 datagrams'

        when:
        isDeaf = false
        client.announce(TARGET, Event.NONE)

        then: 'an answer that takes longer than usual makes the client say it twice'
        tracker.heard*.length.findAll { it == 16 }.size() >= 2
        tracker.heard*.length.reverse().dropWhile { it == 98 }.first() == 16
    }

    def "what is no answer is passed over, and what comes late too: #why"() {
        given:
        def tracker = open(new FakeTracker({ ByteBuffer request, int count ->
            request.getInt(8) == 0 ? [good(request)] : [bad(request), good(request)]
        }))

        expect:
        tracker.client().announce(TARGET, Event.STARTED).peers()*.port == [6881]

        where:
        why                      | bad
        'empty'                  | { ByteBuffer request -> new byte[0] }
        'short'                  | { ByteBuffer request -> answer(request, [1800]) }
        'of another transaction' | { ByteBuffer request ->
            def other = good(request)
            other[7]++
            other
        }
        'of another action'      | { ByteBuffer request -> ByteBuffer.wrap(good(request)).putInt(0, 2).array() }
    }

    def "a refusal is told in the tracker's words"() {
        given:
        def tracker = open(new FakeTracker({ ByteBuffer request, int count ->
            def refusal = answer(request, [], "not allowed\u0000 here".getBytes(StandardCharsets.UTF_8))
            [request.getInt(8) == 0 ? good(request) : ByteBuffer.wrap(refusal).putInt(0, 3).array()]
        }))

        when:
        tracker.client().announce(TARGET, Event.STARTED)

        then:
        def refused = thrown(IOException)
        refused.message == 'refused: not allowed  here'
    }

    def "nobody listens, and that is known at once"() {
        given:
        def socket = new DatagramSocket(0, InetAddress.loopbackAddress)
        int port = socket.localPort
        socket.close()

        when:
        UdpTracker.at("udp://127.0.0.1:$port", PEER_ID, 7001).announce(TARGET, Event.STARTED)

        then:
        def nobody = thrown(IOException)
        nobody.message == 'nobody listens there'
    }

    def "#url is no address to send datagrams to"() {
        when:
        UdpTracker.at(url, PEER_ID, 7001)

        then:
        def wrong = thrown(IllegalArgumentException)
        wrong.message == 'its address has no host and port'

        where:
        url << ['udp://10.0.0.1/announce', 'udp:', 'udp://:6969', 'http://10.0.0.1:6969', 'udp://a b:1', 'udp://x:70000']
    }
}
