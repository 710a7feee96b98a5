package ezio.daemon

import ezio.core.swarm.Pacing
import ezio.core.swarm.SwarmFixture
import ezio.core.unit.Rate
import ezio.protocol.compat.Torrent
import io.grpc.Status
import io.grpc.StatusRuntimeException
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** EZIO's protocol, as its clients speak it: real calls, real images, and each misuse that EZIO lets pass. */
@Timeout(90)
class EzioCallsSpec extends Specification {

    @TempDir
    Path directory

    @AutoCleanup(quiet = true)
    DaemonFixture fixture

    def soon = new PollingConditions(timeout: 30, delay: 0.05)

    def setup() {
        fixture = new DaemonFixture(directory)
    }

    private String getHash() {
        fixture.torrent.infoHash().hex()
    }

    private static StatusRuntimeException refused(Closure call) {
        try {
            call()
        } catch (StatusRuntimeException e) {
            return e
        }
        throw new AssertionError((Object) 'nothing was refused')
    }

    private DaemonFixture.Machine slowSeeder(long bytesPerSecond = 500_000) {
        def pacing = new Pacing(new Rate(bytesPerSecond), Rate.ZERO, Duration.ZERO)
        def seeder = fixture.machine(SwarmFixture.SETTINGS.withPacing(pacing))
        seeder.add(fixture.image, seeding: true)
        seeder
    }

    def "an image goes from a seeder to a target, and every field says how it is"() {
        given:
        def seeder = fixture.machine()
        def target = fixture.machine()
        def file = fixture.empty('target')

        when:
        assert seeder.add(fixture.image, seeding: true)
        assert target.add(file)
        soon.eventually { assert target.torrents()[0].isFinished }
        Torrent seed = seeder.torrents()[0]
        Torrent done = target.torrents()[0]

        then:
        fixture.isRestored(file)
        verifyAll(seed) {
            hash == fixture.torrent.infoHash().hex()
            name == 'sda1'
            progress == 1d
            isFinished
            state == 5
            total == 0
            totalDone == fixture.torrent.totalBytes()
            numPieces == fixture.torrent.pieceCount()
            savePath == fixture.image.toString()
            totalPayloadDownload == 0
            totalPayloadUpload == fixture.torrent.totalBytes()
            lastUpload in 0L..30L
            lastDownload == -1
            !isPaused
        }
        verifyAll(done) {
            progress == 1d
            state == 5
            total == fixture.torrent.totalBytes()
            totalDone == fixture.torrent.totalBytes()
            numPieces == fixture.torrent.pieceCount()
            totalPayloadDownload == fixture.torrent.totalBytes()
            lastUpload == -1
            lastDownload in 0L..30L
            savePath == file.toString()
        }

        and: 'time goes on'
        soon.eventually {
            with(target.torrents()[0]) {
                assert finishedTime >= 2
                assert seedingTime >= 2
                assert activeTime >= finishedTime
            }
        }
    }

    def "a finished image that is paused is finished and paused, and its times stand still"() {
        given:
        def seeder = fixture.machine()
        seeder.add(fixture.image, seeding: true)
        soon.eventually { assert seeder.torrents()[0].finishedTime >= 1 }

        when:
        seeder.pause()
        def paused = seeder.torrents()[0]

        then:
        paused.isPaused
        paused.isFinished
        paused.state == 5
        paused.numPeers == 0

        when: 'two looks later'
        def times = [seeder.torrents()[0].finishedTime]
        long until = System.nanoTime() + 2_200_000_000L
        while (System.nanoTime() < until) {
            times << seeder.torrents()[0].finishedTime
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000)
        }

        then:
        times.toSet().size() == 1

        when:
        seeder.resume()

        then:
        !seeder.torrents()[0].isPaused
        soon.eventually { assert seeder.torrents()[0].finishedTime > times[0] }
    }

    def "a download that is paused stands, and goes on"() {
        given:
        slowSeeder()
        def target = fixture.machine()
        def file = fixture.empty('target')
        target.add(file)
        soon.eventually { assert target.torrents()[0].totalDone > 0 }

        when:
        target.pause()

        then:
        with(target.torrents()[0]) {
            isPaused
            !isFinished
            state == 3
            progress < 1
        }

        when:
        target.resume()

        then:
        soon.eventually { assert target.torrents()[0].isFinished }
        fixture.isRestored(file)
    }

    def "the status is that of the hashes asked for, all of them without any"() {
        given:
        def machine = fixture.machine()
        machine.add(fixture.image, seeding: true)

        expect:
        machine.torrents()*.hash == [hash]
        machine.torrents(hash)*.hash == [hash]
        machine.torrents(hash.toUpperCase())*.hash == [hash]
        machine.torrents('0' * 40).empty
        machine.torrents('0' * 40, hash)*.hash == [hash]
    }

    def "the version is what it is, and a shutdown is answered before the daemon ends"() {
        given:
        def machine = fixture.machine()

        expect:
        machine.version() == '0.1.0'

        when:
        machine.shutdown()

        then:
        machine.daemon.awaitShutdown(new ezio.core.progress.CancelToken())
    }

    def "a torrent that is #what is refused: #text"() {
        given:
        def machine = fixture.machine()

        when:
        def status = refused { machine.add(fixture.empty('target'), torrent: bytes(fixture.torrentBytes())) }.status

        then:
        status.code == Status.Code.INVALID_ARGUMENT
        status.description == text
        machine.torrents().empty
        machine.version() == '0.1.0'

        where:
        what        | bytes                                      || text
        'junk'      | { 'junk'.bytes }                           || 'the torrent: is no torrent: it does not start with a dictionary'
        'truncated' | { byte[] all -> Arrays.copyOf(all, 300) }  || 'the torrent: byte 290: a string of 400 bytes, but only 6 are left'
        'empty'     | { new byte[0] }                            || 'the torrent: is empty'
    }

    def "a second time: the same path is accepted, another is refused"() {
        given:
        def machine = fixture.machine()
        def file = fixture.empty('target')
        machine.add(file)

        expect:
        machine.add(file)
        machine.add(directory.resolve('.').resolve('target'))

        when:
        def status = refused { machine.add(fixture.empty('other')) }.status

        then:
        status.code == Status.Code.ALREADY_EXISTS
        status.description == "sda1 is on this node already, at $file, not at ${directory.resolve('other')}; " +
                'a node takes part in a swarm once; stop it there first'
        machine.torrents()*.savePath == [file.toString()]
    }

    def "a target that #what is refused with #code, and the daemon goes on"() {
        given:
        def machine = fixture.machine()
        def other = fixture.empty('other')
        machine.add(other, torrent: otherTorrent())
        Path path = make(this)

        when:
        def status = refused { machine.add(path) }.status

        then:
        status.code == code
        status.description.startsWith(text(path))
        machine.torrents()*.savePath == [other.toString()]

        where:
        what              | make                                                                  || code
        'is not there'    | { it.directory.resolve('nothing') }                                   || Status.Code.NOT_FOUND
        'is a directory'  | { Files.createDirectory(it.directory.resolve('dir')) }                || Status.Code.FAILED_PRECONDITION
        'is too small'    | { it.fixture.empty('small', 1 << 20) }                                || Status.Code.FAILED_PRECONDITION
        'is a device that takes everything' | { Path.of('/dev/null') }                            || Status.Code.FAILED_PRECONDITION
        'another image is written to'       | { it.directory.resolve('other') }                   || Status.Code.FAILED_PRECONDITION

        text = { Path p ->
            [
                'is not there'   : "refused (not-a-device): $p does not exist",
                'is a directory' : "refused (not-a-device): $p is a directory",
                'is too small'   : "refused (too-small): $p holds 1 MiB, image sda1 needs 8 GiB",
                'is a device that takes everything': "refused (not-a-device): $p is a character device",
                'another image is written to'      : 'refused (overlapping-targets)',
            ][what].toString()
        }
    }

    private byte[] otherTorrent() {
        def swarm = new SwarmFixture(1 << 20, 256 << 10, 2, 'other')
        try {
            return ezio.core.torrent.TorrentFiles.encode(swarm.torrent)
        } finally {
            swarm.close()
        }
    }

    def "an image to seed that is not there, or too short, is refused"() {
        given:
        def machine = fixture.machine()

        expect:
        refused { machine.add(directory.resolve('nothing'), seeding: true) }.status.code == Status.Code.FAILED_PRECONDITION
        refused { machine.add(fixture.empty('small', 1 << 20), seeding: true) }.status.code == Status.Code.FAILED_PRECONDITION
        machine.torrents().empty
    }

    def "with -F, slices are written below the path by the torrent's name, and seeded from there"() {
        given:
        def seeder = fixture.machine()
        def proxy = fixture.machine(SwarmFixture.SETTINGS) { it.withSlices(true) }
        def zone = directory.resolve('btzone')
        Files.createDirectory(zone)
        seeder.add(fixture.image, seeding: true)

        when:
        proxy.add(zone)
        soon.eventually { assert proxy.torrents()[0].isFinished }

        then:
        (0..<3).every {
            Files.size(zone.resolve('sda1').resolve(String.format('%032x', fixture.torrent.extents().offsetBytes(it)))) ==
                    fixture.torrent.extents().lengthBytes(it)
        }
        proxy.torrents()[0].savePath == zone.toString()

        when:
        def second = fixture.machine(SwarmFixture.SETTINGS) { it.withSlices(true) }
        second.add(zone, seeding: true)
        def target = fixture.machine()
        def file = fixture.empty('target')
        target.add(file)

        then:
        soon.eventually { assert target.torrents()[0].isFinished }
        fixture.isRestored(file)
    }

    def "a hash that is #what is answered with #code"() {
        given:
        def machine = fixture.machine()

        expect:
        refused { machine.pause(text) }.status.code == code
        refused { machine.resume(text) }.status.code == code

        where:
        what        | text       || code
        'unknown'   | '0' * 40   || Status.Code.NOT_FOUND
        'no hash'   | 'sda1'     || Status.Code.INVALID_ARGUMENT
    }

    def "an image of a seed with one wrong byte: the piece is refused, nothing of it is written, and the reason is told"() {
        given:
        new RandomAccessFile(fixture.image.toFile(), 'rw').withCloseable {
            it.seek(4096)
            int was = it.read()
            it.seek(4096)
            it.write(was ^ 1)
        }
        def seeder = fixture.machine()
        def target = fixture.machine()
        seeder.add(fixture.image, seeding: true)

        when:
        target.add(fixture.empty('target'))

        then:
        soon.eventually {
            assert target.client.images(true)[0].rejectedPieces > 0
            assert target.torrents()[0].numPieces == fixture.torrent.pieceCount() - 1
        }
        !target.torrents()[0].isFinished
        target.torrents()[0].progress < 1
    }
}
