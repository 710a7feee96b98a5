package ezio.core.swarm

import ezio.core.peerprograms.LibtorrentPeer
import ezio.core.peerprograms.NetworkNamespace
import ezio.core.swarm.discovery.LocalDiscovery
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Nodes that find each other on a network without a tracker. */
@Timeout(60)
class LocalDiscoveryInSwarmSpec extends Specification {

    static final int PIECE = 1 << 16

    @Shared
    NetworkNamespace network
    @TempDir
    Path home
    List<AutoCloseable> opened = []
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    def setupSpec() {
        network = new NetworkNamespace()
    }

    def cleanupSpec() {
        network.close()
    }

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    private SwarmSettings settings(boolean isDiscovering = true) {
        SwarmFixture.SETTINGS.withListenAddress(network.here).withLocalDiscovery(isDiscovering)
    }

    def "a target and a seeder find each other, whoever is first: #who"() {
        given:
        def swarm = open(new SwarmFixture(20 * PIECE, PIECE))
        def target = swarm.target()

        when:
        def restore
        if (who == 'the target') {
            restore = swarm.restore(target, swarm.node(settings()))
            swarm.seed(swarm.source(), swarm.node(settings()))
        } else {
            swarm.seed(swarm.source(), swarm.node(settings()))
            restore = swarm.restore(target, swarm.node(settings()))
        }

        then:
        SwarmFixture.await(restore)
        swarm.isWhole(target)

        where:
        who << ['the target', 'the seeder']
    }

    def "it is off unless it is asked for, and on for no private torrent: #why"() {
        given:
        def swarm = open(new SwarmFixture(20 * PIECE, PIECE, 1, 'disk', isPrivate))
        def heard = new CopyOnWriteArrayList<InetSocketAddress>()
        def listener = open(LocalDiscovery.start(1, Optional.of(network.here), { hash, address -> heard << address }))

        when:
        swarm.seed(swarm.source(), swarm.node(settings(isOn)))
        def restore = swarm.restore(swarm.target(), swarm.node(settings()))
        def other = open(new SwarmFixture(PIECE, PIECE, 2))
        other.seed(other.source(), other.node(settings()))

        then: 'another image was announced after them'
        soon.eventually { assert heard.contains(new InetSocketAddress(network.here, other.nodes[0].port())) }
        !heard.contains(new InetSocketAddress(network.here, swarm.nodes[0].port()))
        restore.status().peers().empty
        restore.status().note() == Optional.of(note)

        where:
        why       | isOn  | isPrivate || note
        'private' | true  | true      || 'the torrent names no tracker, and no peer was given'
        'off'     | false | false     || 'no peer reached yet'
    }

    def "libtorrent on another machine finds us, and fetches"() {
        given:
        def disk = open(new PatternedDisk(home))

        when:
        def peer = open(LibtorrentPeer.fetch(home, disk.torrentFile(disk.bare), home.resolve('fetched'),
                "${network.there.hostAddress}:0", [enable_lsd: true], network.prefix()))
        peer.port()
        open(SwarmNode.start(settings())).seed(disk.bare, disk.source(), false)
        peer.awaitComplete()

        then:
        disk.verifySlices(home.resolve('fetched'))
    }

    def "we find libtorrent on another machine, and fetch"() {
        given:
        def disk = open(new PatternedDisk(home))
        def path = disk.target('target', false)
        def restore = open(SwarmNode.start(settings())).restore(disk.bare, PatternedDisk.image(path), false)

        when:
        open(LibtorrentPeer.seed(home, disk.torrentFile(disk.bare), disk.slices(),
                "${network.there.hostAddress}:0", [enable_lsd: true], network.prefix()))
        restore.completion().get(40, TimeUnit.SECONDS)

        then:
        disk.verify(path)
    }
}
