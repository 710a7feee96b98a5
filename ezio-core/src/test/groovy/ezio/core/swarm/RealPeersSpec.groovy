package ezio.core.swarm

import ezio.core.peerprograms.Aria2Peer
import ezio.core.peerprograms.LibtorrentPeer
import ezio.core.peerprograms.OpenTracker
import ezio.core.peerprograms.TransmissionPeer
import ezio.core.torrent.InfoHash
import ezio.core.torrent.TorrentFiles
import ezio.core.tracker.Tracker
import ezio.core.tracker.TrackerSettings
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Debian's own BitTorrent programs and our node, in both directions, between raw devices and directories of slices. */
@Timeout(90)
class RealPeersSpec extends Specification {

    static final Map<String, Class<?>> PROGRAMS = [libtorrent: LibtorrentPeer, aria2: Aria2Peer]

    /**
     * What libtorrent does unless told otherwise, where LibtorrentPeer tells it otherwise. Only uTP stays off: it is
     * tried first and takes four seconds to be given up.
     */
    static final Map<String, ?> USUAL = [min_reconnect_time: 60, allow_multiple_connections_per_ip: false]

    @TempDir
    Path home

    // Closed last to first.
    private final List<AutoCloseable> opened = []
    def soon = new PollingConditions(timeout: 20, delay: 0.05)
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

    private SwarmNode node() {
        open(SwarmNode.start(SwarmFixture.SETTINGS))
    }

    private TrackerUnderTest tracker(String kind) {
        open(kind == 'opentracker' ? new External(disk.bare.infoHash()) : new Embedded(disk.bare.infoHash()))
    }

    def "#program fetches slices from our seeder on a raw device; they meet at #kind"() {
        given:
        def tracker = tracker(kind)
        def torrent = disk.torrent(tracker.url())
        def seed = node().seed(torrent, disk.source(), true)
        soon.eventually { assert tracker.counts() == [1, 0, 0] }

        when:
        def peer = open(PROGRAMS[program].fetch(home, disk.torrentFile(torrent), home.resolve('fetched')))
        peer.awaitComplete(Duration.ofSeconds(20))

        then:
        disk.verifySlices(home.resolve('fetched'))
        seed.status().uploadedBytes() == PatternedDisk.EXTENTS.totalBytes()

        where:
        [program, kind] << [['libtorrent', 'aria2'], ['our tracker', 'opentracker']].combinations()
    }

    def "we restore a #target from slices that #program seeds; they meet at #kind"() {
        given:
        def tracker = tracker(kind)
        def torrent = disk.torrent(tracker.url())
        open(PROGRAMS[program].seed(home, disk.torrentFile(torrent), disk.slices()))
        soon.eventually { assert tracker.counts() == [1, 0, 0] }
        def path = disk.target('target', target == 'loop device')

        when:
        def restore = node().restore(torrent, PatternedDisk.image(path), false)
        restore.completion().get(20, TimeUnit.SECONDS)

        then:
        disk.verify(path)
        restore.status().rejectedPieces() == 0
        restore.status().downloadedBytes() == PatternedDisk.EXTENTS.totalBytes()
        soon.eventually { assert tracker.counts() == [2, 0, 1] }

        where:
        program      | kind          | target
        'libtorrent' | 'our tracker' | 'loop device'
        'libtorrent' | 'opentracker' | 'file'
        'aria2'      | 'our tracker' | 'loop device'
        'aria2'      | 'opentracker' | 'file'
    }

    def "libtorrent with its usual settings and we get through to each other: #who calls, #role"() {
        given:
        def isTarget = role == 'we fetch'
        def path = disk.target('target', false)
        def node = node()
        def ours = isTarget
                ? node.restore(disk.bare, PatternedDisk.image(path), false)
                : node.seed(disk.bare, disk.source(), false)
        def peer = isTarget
                ? LibtorrentPeer.seed(home, disk.torrentFile(disk.bare), disk.slices(), '127.0.0.1:0', USUAL)
                : LibtorrentPeer.fetch(home, disk.torrentFile(disk.bare), home.resolve('fetched'), '127.0.0.1:0', USUAL)
        open(peer)
        def port = peer.port()

        when:
        if (who != 'libtorrent') {
            ours.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, port))
        }
        if (who != 'our node') {
            peer.connect('127.0.0.1', node.port())
        }
        long startNs = System.nanoTime()
        isTarget ? ours.completion().get(20, TimeUnit.SECONDS) : peer.awaitComplete(Duration.ofSeconds(20))
        def seconds = (System.nanoTime() - startNs) / 1e9

        then:
        if (isTarget) {
            disk.verify(path)
        } else {
            disk.verifySlices(home.resolve('fetched'))
        }
        seconds < 3

        where: 'it tries an encrypted connection first, and calls again when we hang up'
        [who, role] << [['libtorrent', 'our node', 'each'], ['we fetch', 'we seed']].combinations()
    }

    def "our seeder, a target, libtorrent and aria2 start together, and all get everything"() {
        given:
        def tracker = tracker('our tracker')
        def torrent = disk.torrent(tracker.url())
        def file = disk.torrentFile(torrent)
        def path = disk.target('target', true)

        when:
        def peers = [
            open(LibtorrentPeer.fetch(home, file, home.resolve('libtorrent'))),
            open(Aria2Peer.fetch(home, file, home.resolve('aria2')))
        ]
        def restore = node().restore(torrent, PatternedDisk.image(path), false)
        def seed = node().seed(torrent, disk.source(), false)
        restore.completion().get(20, TimeUnit.SECONDS)
        peers*.awaitComplete()

        then:
        disk.verify(path)
        disk.verifySlices(home.resolve('libtorrent'))
        disk.verifySlices(home.resolve('aria2'))
        seed.status().uploadedBytes() > 0
        soon.eventually { assert tracker.counts()[2] == 3 }
    }

    def "a target passes on to libtorrent and aria2 what it alone gets from the seeder"() {
        given:
        def bare = disk.privately()
        def torrent = bare.withTrackers([[tracker('our tracker').url()]])
        def file = disk.torrentFile(torrent)
        def path = disk.target('target', false)
        def seeder = node()
        def seed = seeder.seed(bare, disk.source(), false)

        when:
        def peers = [
            open(LibtorrentPeer.fetch(home, file, home.resolve('libtorrent'))),
            open(Aria2Peer.fetch(home, file, home.resolve('aria2')))
        ]
        def restore = node().restore(torrent, PatternedDisk.image(path), false)
        soon.eventually { assert restore.status().peers().size() == 2 }
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
        restore.completion().get(20, TimeUnit.SECONDS)
        peers*.awaitComplete()

        then:
        disk.verify(path)
        disk.verifySlices(home.resolve('libtorrent'))
        disk.verifySlices(home.resolve('aria2'))
        seed.status().uploadedBytes() == PatternedDisk.EXTENTS.totalBytes()
        restore.status().uploadedBytes() >= PatternedDisk.EXTENTS.totalBytes()
    }

    def "transmission fetches from us, and another one seeds to us"() {
        given: 'two swarms at an address that is not loopback, at which transmission takes no peers'
        def address = TransmissionPeer.address()
        def trackers = (1..2).collect { open(Tracker.start(TrackerSettings.defaults().withPort(0))) }
        def torrents = trackers.collect { disk.torrent(it.announceUrl(address)) }
        def homes = (1..2).collect { Files.createDirectory(home.resolve("transmission-$it")) }
        def files = [homes, torrents].transpose().collect { Path home, torrent ->
            def file = home.resolve('sda1.torrent')
            TorrentFiles.write(torrent, file)
            file
        }
        def settings = SwarmFixture.SETTINGS.withListenAddress(InetAddress.getByName(address))
        def path = disk.target('target', true)

        when: 'at the same time, because each of them begins to trade after ten seconds and more'
        open(SwarmNode.start(settings)).seed(torrents[0], disk.source(), false)
        def fetching = open(TransmissionPeer.start(homes[0], files[0], home.resolve('fetched')))
        open(TransmissionPeer.start(homes[1], files[1], disk.slices()))
        def restore = open(SwarmNode.start(settings)).restore(torrents[1], PatternedDisk.image(path), false)
        fetching.awaitComplete(Duration.ofSeconds(60))
        restore.completion().get(60, TimeUnit.SECONDS)

        then:
        disk.verifySlices(home.resolve('fetched'))
        disk.verify(path)
    }

    /** A tracker, and how the torrent stands there. */
    private interface TrackerUnderTest extends AutoCloseable {
        String url()

        /** Returns seeds, others, and how many said that they completed. */
        List<Integer> counts()
    }

    private static class Embedded implements TrackerUnderTest {
        private final InfoHash infoHash
        private final Tracker tracker

        Embedded(InfoHash infoHash) {
            this.infoHash = infoHash
            def settings = TrackerSettings.defaults().withPort(0).withListenAddress(InetAddress.loopbackAddress)
            tracker = Tracker.start(settings)
        }

        @Override
        String url() { tracker.announceUrl('127.0.0.1') }

        @Override
        List<Integer> counts() {
            def counts = tracker.counts()[infoHash]
            counts == null ? [0, 0, 0] : [counts.seeds(), counts.leeches(), counts.completed()]
        }

        @Override
        void close() { tracker.close() }
    }

    private static class External implements TrackerUnderTest {
        private final InfoHash infoHash
        private final OpenTracker tracker

        External(InfoHash infoHash) {
            this.infoHash = infoHash
            tracker = OpenTracker.start([infoHash])
        }

        @Override
        String url() { tracker.announceUrl() }

        @Override
        List<Integer> counts() {
            def query = infoHash.bytes().collect { String.format('%%%02x', it) }.join()
            def url = new URL("${url().replace('announce', 'scrape')}?info_hash=$query")
            def reply = new String(url.bytes, StandardCharsets.ISO_8859_1)
            def found = reply =~ /(?s)8:completei(\d+)e10:downloadedi(\d+)e10:incompletei(\d+)e/
            found.find() ? [found.group(1) as int, found.group(3) as int, found.group(2) as int] : [0, 0, 0]
        }

        @Override
        void close() { tracker.close() }
    }
}
