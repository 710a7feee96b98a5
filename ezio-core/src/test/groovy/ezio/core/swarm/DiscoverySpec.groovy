package ezio.core.swarm

import ezio.core.peerprograms.OpenTracker
import ezio.core.peerprograms.PeerProgram
import ezio.core.tracker.Tracker
import ezio.core.tracker.TrackerSettings
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** How nodes meet at trackers. */
@Timeout(60)
class DiscoverySpec extends Specification {

    static final int PIECE = 1 << 16

    @TempDir
    Path home
    List<AutoCloseable> opened = []
    def soon = new PollingConditions(timeout: 20, delay: 0.02)
    def swarm = open(new SwarmFixture(20 * PIECE, PIECE))

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    private String tracker(String kind) {
        if (kind == 'ours') {
            def settings = TrackerSettings.defaults().withPort(0).withListenAddress(InetAddress.loopbackAddress)
            return open(Tracker.start(settings)).announceUrl('127.0.0.1')
        }
        def tracker = open(OpenTracker.start([swarm.torrent.infoHash()]))
        kind == 'opentracker' ? tracker.announceUrl() : "udp://127.0.0.1:$tracker.port/announce"
    }

    private Transfer join(String url, SwarmNode node = swarm.node()) {
        node.restore(swarm.torrent.withTrackers([[url]]), swarm.target(), false)
    }

    def "who joins late is connected to everybody, by #kind"() {
        given:
        def url = tracker(kind)
        def seed = swarm.node().seed(swarm.torrent.withTrackers([[url]]), swarm.source(), false)
        def early = join(url)
        SwarmFixture.await(early)

        when:
        def late = join(url)
        SwarmFixture.await(late)

        then:
        seed.accounts().size() == 2
        late.accounts().size() == 2

        where:
        kind << ['ours', 'opentracker', 'opentracker over UDP']
    }

    def "a tracker that is started after its clients is found, over #protocol"() {
        given:
        def port = PeerProgram.freePort()
        def url = "$protocol://127.0.0.1:$port/announce".toString()

        when:
        def restore = join(url)

        then: 'it is told that the tracker is dead'
        soon.eventually { assert restore.status().note().get().startsWith("tracker $url: ") }

        when:
        open(OpenTracker.start([swarm.torrent.infoHash()], '127.0.0.1', port))
        def seed = swarm.node().seed(swarm.torrent.withTrackers([[url]]), swarm.source(), false)

        then:
        SwarmFixture.await(restore)
        soon.eventually { assert seed.status().note().empty }

        where:
        protocol << ['http', 'udp']
    }

    def "an address that is none is told"() {
        when:
        def restore = join('udp://127.0.0.1/announce')

        then:
        soon.eventually {
            assert restore.status().note() ==
                    Optional.of('tracker udp://127.0.0.1/announce: its address has no host and port')
        }
    }

    def "a tracker that does not answer is told as the reason, and does not keep from others"() {
        given:
        def silent = new DatagramSocket(0, InetAddress.loopbackAddress)
        def url = "udp://127.0.0.1:$silent.localPort/announce".toString()
        def good = tracker('ours')
        def seed = swarm.node().seed(swarm.torrent.withTrackers([[url], [good]]), swarm.source(), false)

        when:
        def restore = join(url)

        then:
        soon.eventually { assert restore.status().note() == Optional.of("tracker $url: no answer to 4 datagrams".toString()) }

        when:
        def both = swarm.node().restore(swarm.torrent.withTrackers([[url], [good]]), swarm.target(), false)

        then:
        SwarmFixture.await(both)
        seed.status().note().empty

        cleanup:
        silent.close()
    }
}
