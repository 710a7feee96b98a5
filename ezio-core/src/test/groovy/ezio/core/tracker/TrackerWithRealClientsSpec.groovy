package ezio.core.tracker

import ezio.core.peerprograms.Aria2Peer
import ezio.core.peerprograms.LibtorrentPeer
import ezio.core.peerprograms.PeerProgram
import ezio.core.peerprograms.SliceTorrent
import ezio.core.peerprograms.TransmissionPeer
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Debian's own BitTorrent programs find each other through our tracker, and nothing else. */
@Timeout(90)
class TrackerWithRealClientsSpec extends Specification {

    static final Map<Long, Integer> EXTENTS = [0: 300_000, 0x100000: 1_000_000, 0x40000000: 77_777]

    @TempDir
    Path home

    @AutoCleanup
    Tracker tracker

    @AutoCleanup
    PeerPrograms peers = new PeerPrograms()

    def polling = new PollingConditions(timeout: 20, delay: 0.1)

    def "aria2 fetches what libtorrent seeds"() {
        given:
        def torrent = torrent(startTracker('127.0.0.1'))

        when:
        def seed = peers.add(LibtorrentPeer.seed(home, torrent.torrent, torrent.savePath))
        seed.awaitAnnounced()

        then:
        tracker.counts() == [(torrent.infoHash): new TorrentCounts(1, 0, 0)]
        tracker.peers(torrent.infoHash)*.addresses() == [[new InetSocketAddress('127.0.0.1', seed.port())]]

        when: 'the .torrent comes from the tracker, too'
        def url = "http://127.0.0.1:${tracker.port()}/torrents/${torrent.name}.torrent"
        def target = peers.add(Aria2Peer.fetch(home, url, home.resolve('target')))
        target.awaitComplete()

        then:
        SliceTorrent.hashes(home.resolve("target/${torrent.name}")) == torrent.hashes()
        polling.eventually {
            assert tracker.counts() == [(torrent.infoHash): new TorrentCounts(1, 0, 1)]
        }

        when:
        seed.leave()

        then:
        polling.eventually {
            assert tracker.counts() == [(torrent.infoHash): new TorrentCounts(0, 0, 1)]
        }
    }

    def "libtorrent fetches what aria2 seeds"() {
        given:
        def torrent = torrent(startTracker('127.0.0.1'))

        when:
        peers.add(Aria2Peer.seed(home, torrent.torrent, torrent.savePath))
        polling.eventually {
            assert tracker.counts() == [(torrent.infoHash): new TorrentCounts(1, 0, 0)]
        }
        def target = peers.add(LibtorrentPeer.fetch(home, torrent.torrent, home.resolve('target')))
        target.awaitComplete()

        then:
        SliceTorrent.hashes(home.resolve("target/${torrent.name}")) == torrent.hashes()
        polling.eventually {
            assert tracker.counts() == [(torrent.infoHash): new TorrentCounts(2, 0, 1)]
        }
    }

    def "transmission fetches what a seed on the tracker's machine announced over loopback"() {
        given:
        def address = TransmissionPeer.address()
        def torrent = torrent(startTracker(null))
        def port = PeerProgram.freePort()
        peers.add(LibtorrentPeer.seed(home, torrent.torrent, torrent.savePath, "0.0.0.0:$port")).awaitAnnounced()

        expect:
        tracker.peers(torrent.infoHash)*.addresses() == [[new InetSocketAddress('127.0.0.1', port)]]

        when:
        def url = tracker.announceUrl(address)
        def sameTorrent = SliceTorrent.create(home.resolve('outside'), torrent.name, EXTENTS, 65536, url)
        def target = peers.add(TransmissionPeer.start(home, sameTorrent.torrent, home.resolve('target')))
        target.awaitComplete()

        then:
        sameTorrent.infoHash == torrent.infoHash
        SliceTorrent.hashes(home.resolve("target/${torrent.name}")) == torrent.hashes()
        polling.eventually {
            assert tracker.counts() == [(torrent.infoHash): new TorrentCounts(2, 0, 1)]
        }
    }

    def "targets that start together, before the seed, all finish"() {
        given:
        def torrent = torrent(startTracker('127.0.0.1'))

        when:
        def targets = (1..3).collect {
            peers.add(LibtorrentPeer.fetch(home, torrent.torrent, home.resolve("target-$it")))
        }
        polling.eventually {
            assert tracker.counts() == [(torrent.infoHash): new TorrentCounts(0, 3, 0)]
        }
        peers.add(LibtorrentPeer.seed(home, torrent.torrent, torrent.savePath))
        targets*.awaitComplete()

        then:
        (1..3).every { SliceTorrent.hashes(home.resolve("target-$it/${torrent.name}")) == torrent.hashes() }
        polling.eventually {
            assert tracker.counts() == [(torrent.infoHash): new TorrentCounts(4, 0, 3)]
        }
    }

    def "clients show the reason when a torrent is not allowed"() {
        given:
        startTracker('127.0.0.1', TrackerSettings.defaults().withAllowedTorrents([] as Set))
        def torrent = torrent(tracker)

        when:
        def seed = peers.add(LibtorrentPeer.seed(home, torrent.torrent, torrent.savePath))

        then:
        seed.await(~/tracker_error_alert .*this tracker does not serve torrent ${torrent.infoHash}/)
    }

    private Tracker startTracker(String address, TrackerSettings settings = TrackerSettings.defaults()) {
        settings = settings.withPort(0).withTorrentsDirectory(home)
        tracker = Tracker.start(address == null ? settings : settings.withListenAddress(InetAddress.getByName(address)))
    }

    private SliceTorrent torrent(Tracker tracker) {
        SliceTorrent.create(home, 'root', EXTENTS, 65536, tracker.announceUrl('127.0.0.1'))
    }

    /** Closes what a feature has started, whatever became of it. */
    private static class PeerPrograms implements AutoCloseable {
        private final List<AutoCloseable> started = []

        def <T extends AutoCloseable> T add(T peer) {
            started.add(peer)
            peer
        }

        @Override
        void close() {
            started.reverseEach { it.close() }
        }
    }
}
