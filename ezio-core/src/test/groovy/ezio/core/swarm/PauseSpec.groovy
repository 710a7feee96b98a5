package ezio.core.swarm

import ezio.core.peerprograms.LibtorrentPeer
import ezio.core.unit.Rate
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** A transfer that pauses, with libtorrent, as it usually is, at the other end. */
@Timeout(90)
class PauseSpec extends Specification {

    @TempDir
    Path home

    private final List<AutoCloseable> opened = []
    def soon = new PollingConditions(timeout: 20, delay: 0.02)
    PatternedDisk disk

    def setup() {
        disk = open(new PatternedDisk(home))
    }

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    private SwarmNode slowNode() {
        def limit = new Rate(disk.bare.totalBytes() / 4)
        open(SwarmNode.start(SwarmFixture.SETTINGS.withPacing(new Pacing(limit, limit, Duration.ZERO))))
    }

    /** Lets some time pass in which nothing is to happen. */
    private static void lookFor(long millis) {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)
    }

    def "a seeder that pauses serves nothing, and goes on at once"() {
        given:
        def node = slowNode()
        def seed = node.seed(disk.bare, disk.source(), false)
        def peer = open(LibtorrentPeer.fetch(
                home, disk.torrentFile(disk.bare), home.resolve('fetched'), '127.0.0.1:0', RealPeersSpec.USUAL))
        def port = peer.port()
        seed.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, port))
        soon.eventually { assert seed.status().uploadedBytes() > 0 }

        when:
        seed.pause()
        def sent = seed.status().uploadedBytes()
        lookFor(1500)

        then:
        seed.status().isPaused()
        seed.status().isComplete()
        seed.status().peers().empty
        seed.status().uploadedBytes() == sent
        sent < disk.bare.totalBytes()

        when: 'libtorrent calls while we are away'
        peer.connect('127.0.0.1', node.port())
        lookFor(500)

        then:
        seed.status().uploadedBytes() == sent

        when:
        node.limit(Pacing.NONE)
        long startNs = System.nanoTime()
        seed.resume()
        peer.awaitComplete(Duration.ofSeconds(20))

        then:
        (System.nanoTime() - startNs) / 1e9 < 3
        !seed.status().isPaused()
        disk.verifySlices(home.resolve('fetched'))
    }

    def "a target that pauses asks for nothing, keeps what it has, and goes on at once"() {
        given:
        def node = slowNode()
        def path = disk.target('target', true)
        def restore = node.restore(disk.bare, PatternedDisk.image(path), false)
        def peer = open(LibtorrentPeer.seed(
                home, disk.torrentFile(disk.bare), disk.slices(), '127.0.0.1:0', RealPeersSpec.USUAL))
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, peer.port()))
        soon.eventually { assert restore.status().piecesHeld() > 0 }

        when:
        restore.pause()
        def paused = restore.status()
        lookFor(1500)

        then:
        paused.isPaused()
        paused.state() == TransferStatus.State.DOWNLOADING
        paused.bytesHeld() < paused.bytesTotal()
        restore.status().downloadedBytes() == paused.downloadedBytes()
        restore.status().peers().empty

        when:
        node.limit(Pacing.NONE)
        long startNs = System.nanoTime()
        restore.resume()
        restore.completion().get(20, TimeUnit.SECONDS)

        then:
        (System.nanoTime() - startNs) / 1e9 < 3
        disk.verify(path)
        restore.status().rejectedPieces() == 0
    }

    def "a target that pauses while it checks joins nobody until it goes on"() {
        given:
        def seeder = open(SwarmNode.start(SwarmFixture.SETTINGS))
        seeder.seed(disk.bare, disk.source(), false)
        def node = open(SwarmNode.start(SwarmFixture.SETTINGS))
        def path = disk.target('target', false)

        when:
        def restore = node.restore(disk.bare, PatternedDisk.image(path), true)
        restore.pause()
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
        soon.eventually { assert restore.status().state() == TransferStatus.State.DOWNLOADING }
        lookFor(500)

        then:
        restore.status().isPaused()
        restore.status().peers().empty
        restore.status().downloadedBytes() == 0

        when:
        restore.resume()
        restore.completion().get(20, TimeUnit.SECONDS)

        then:
        disk.verify(path)
    }

    def "a paused target can be stopped, and is not woken any more"() {
        given:
        def node = open(SwarmNode.start(SwarmFixture.SETTINGS))
        def restore = node.restore(disk.bare, PatternedDisk.image(disk.target('target', false)), false)

        when:
        restore.pause()
        restore.pause()
        restore.stop(Duration.ofSeconds(1))
        restore.resume()

        then:
        restore.status().state() == TransferStatus.State.STOPPED
        restore.completion().completedExceptionally
    }
}
