package ezio.core.swarm

import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Issue
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(30)
class BothDialSpec extends Specification {

    @AutoCleanup(quiet = true)
    SwarmFixture swarm = new SwarmFixture(100_000, 1 << 14)

    @AutoCleanup
    ServerSocket server = new ServerSocket(0, 10, InetAddress.loopbackAddress)
    def soon = new PollingConditions(timeout: 10, delay: 0.02)

    @Issue('libtorrent, and so EZIO, keeps this one: with another rule each side hangs up the connection the other keeps')
    def "of two connections that cross, the one that the greater peer id made survives: the peer's is #peerId"() {
        given:
        def node = swarm.node()
        def transfer = swarm.restore(swarm.target(), node)
        def accepted = CompletableFuture.supplyAsync { new RawPeer(server.accept()) }
        transfer.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, server.localPort))
        def theirs = accepted.get(5, TimeUnit.SECONDS)
        theirs.readHandshake()

        when: 'the peer has called too, and answers on both'
        def ours = RawPeer.connect(node.port())
        (first == 'its own' ? [ours, theirs] : [theirs, ours]).each {
            it.send(RawPeer.handshake(swarm.torrent, peerId))
        }
        ours.readHandshake()

        then:
        (dropped == 'its own' ? ours : theirs).isHungUpOn()
        soon.eventually { assert transfer.status().peers().size() == 1 }

        cleanup:
        [ours, theirs]*.close()

        where:
        peerId     | first       || dropped
        '-AA0001-' | 'its own'   || 'its own'
        '-AA0001-' | 'the other' || 'its own'
        '-LT2080-' | 'its own'   || 'the other'
        '-LT2080-' | 'the other' || 'the other'
    }
}
