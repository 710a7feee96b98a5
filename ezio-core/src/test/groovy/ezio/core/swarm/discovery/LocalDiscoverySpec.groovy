package ezio.core.swarm.discovery

import ezio.core.peerprograms.NetworkNamespace
import ezio.core.torrent.InfoHash
import java.nio.charset.StandardCharsets
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(30)
class LocalDiscoverySpec extends Specification {

    static final InfoHash HASH = new InfoHash('3c' * 20)

    @Shared
    @AutoCleanup
    NetworkNamespace network = new NetworkNamespace()
    def heard = new CopyOnWriteArrayList<List<?>>()
    def soon = new PollingConditions(timeout: 10, delay: 0.02)
    List<AutoCloseable> opened = []

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private LocalDiscovery start(int port) {
        def discovery = LocalDiscovery.start(port, Optional.of(network.here)) { hash, address -> heard << [port, hash, address] }
        opened << discovery
        discovery
    }

    private InetSocketAddress at(int port) {
        new InetSocketAddress(network.here, port)
    }

    def "the others hear what one asks, and itself does not"() {
        given:
        def one = start(7001)
        start(7002)
        start(7003)

        when:
        one.announce(HASH)

        then:
        soon.eventually { assert heard as Set == [[7002, HASH, at(7001)], [7003, HASH, at(7001)]] as Set }
    }

    def "noise does no harm"() {
        given:
        start(7001)
        def two = start(7002)
        def socket = new DatagramSocket(new InetSocketAddress(network.here, 0))
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByInetAddress(network.here))
        def group = new InetSocketAddress('239.192.152.143', 6771)

        when:
        ['', 'BT-SEARCH * HTTP/1.1', 'x' * 1400, 'BT-SEARCH * HTTP/1.1\r\nPort: -1\r\nInfohash: 0\r\n'].each {
            byte[] bytes = it.getBytes(StandardCharsets.ISO_8859_1)
            socket.send(new DatagramPacket(bytes, bytes.length, group))
        }
        two.announce(HASH)

        then:
        soon.eventually { assert heard == [[7001, HASH, at(7002)]] }

        cleanup:
        socket.close()
    }

    def "who closed hears nothing and says nothing"() {
        given:
        def one = start(7001)
        def two = start(7002)
        start(7003)

        when:
        one.close()
        one.announce(HASH)
        two.announce(HASH)

        then:
        soon.eventually { assert heard == [[7003, HASH, at(7002)]] }
    }

    def "a port that another program keeps to itself is a problem with a remedy"() {
        given: 'without SO_REUSEADDR'
        def holder = new DatagramSocket(null as SocketAddress)
        holder.reuseAddress = false
        holder.bind(new InetSocketAddress(6771))

        when:
        start(7001)

        then:
        def failure = thrown(LocalDiscoveryFailure)
        failure.message == 'UDP port 6771 cannot be opened for local discovery: Address already in use'
        failure.remedy().get() == 'leave out --local-discovery, or end the program that keeps the port to itself'

        cleanup:
        holder.close()
    }
}
