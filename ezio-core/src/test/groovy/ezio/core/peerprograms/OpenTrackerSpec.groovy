package ezio.core.peerprograms

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The other programs meet without anything of ours: what fails here is not our fault. */
@Timeout(90)
class OpenTrackerSpec extends Specification {

    @TempDir
    Path home

    def "aria2 fetches from libtorrent through opentracker, which serves its whitelist alone"() {
        given:
        def served = SliceTorrent.create(home, 'served', [0L: 200_000, 0x100000L: 100_000], 65536, null)
        def unknown = SliceTorrent.create(home, 'unknown', [0L: 200_000], 65536, null)
        def tracker = OpenTracker.start([served.infoHash])
        served = SliceTorrent.create(home, 'served', [0L: 200_000, 0x100000L: 100_000], 65536, tracker.announceUrl())
        unknown = SliceTorrent.create(home, 'unknown', [0L: 200_000], 65536, tracker.announceUrl())

        when:
        def seed = LibtorrentPeer.seed(home, served.torrent, served.savePath)
        seed.awaitAnnounced()
        def target = Aria2Peer.fetch(home, served.torrent, home.resolve('target'))
        target.awaitComplete()

        then:
        SliceTorrent.hashes(home.resolve('target/served')) == served.hashes()

        when:
        def refused = LibtorrentPeer.seed(home, unknown.torrent, unknown.savePath)

        then:
        refused.await(~/tracker_error_alert .*not authorized/)

        cleanup:
        [refused, target, seed, tracker].each { it?.close() }
    }

    def "a program that ends early is an error that shows its output"() {
        when:
        new PeerProgram('shell', ['sh', '-c', 'echo one; echo two >&2; exit 3'], home).withCloseable {
            it.await(~/^three$/)
        }

        then:
        def error = thrown(AssertionError)
        error.message == 'shell ended, without a line like /^three$/:\none\ntwo'
    }

    def "closing ends a program and what it started"() {
        given:
        def program = new PeerProgram('shell', ['sh', '-c', 'sleep 600 & echo child $!; trap "" TERM; wait'], home)
        def child = ProcessHandle.of(program.await(~/^child (\d+)$/).group(1) as long).get()

        when:
        program.close()

        then:
        !program.isRunning()
        !child.isAlive()
    }
}
