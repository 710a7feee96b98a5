package ezio.daemon

import ezio.core.disk.LoopDevice
import ezio.core.disk.SystemTool
import ezio.core.peerprograms.PeerProgram
import ezio.core.swarm.SwarmFixture
import ezio.core.torrent.TorrentFiles
import ezio.core.tracker.Tracker
import ezio.core.tracker.TrackerSettings
import ezio.verb.live.LiveEvent
import io.grpc.Status
import io.grpc.StatusRuntimeException
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** What EZIO lets pass, or stands still at, by calls of its protocol. {@link EzioCallsSpec} has the rest of it. */
@Timeout(120)
class EzioMisuseSpec extends Specification {

    @TempDir
    Path directory

    @AutoCleanup(quiet = true)
    DaemonFixture fixture

    def soon = new PollingConditions(timeout: 60, delay: 0.05)

    def setup() {
        fixture = new DaemonFixture(directory)
    }

    private static Status refused(Closure call) {
        try {
            call()
        } catch (StatusRuntimeException e) {
            return e.status
        }
        throw new AssertionError((Object) 'nothing was refused')
    }

    private static List<LiveEvent> eventsOf(DaemonFixture.Machine machine) {
        def events = new CopyOnWriteArrayList<LiveEvent>()
        machine.node.listen { events << it }
        events
    }

    private void flipByte(Path image, long at) {
        new RandomAccessFile(image.toFile(), 'rw').withCloseable {
            it.seek(at)
            int was = it.read()
            it.seek(at)
            it.write(was ^ 1)
        }
    }

    private static void isUntouched(DaemonFixture.Machine machine) {
        assert machine.torrents().empty
        assert machine.version() == '0.1.0'
    }

    def "a device that is mounted, or a file that is a mounted file system, is refused"() {
        given:
        def machine = fixture.machine()
        def file = fixture.empty('mounted', 16 << 20)
        SystemTool.run('mke2fs', '-q', '-F', '-t', 'ext4', file)
        def loop = LoopDevice.attach(file)
        def point = Files.createDirectory(directory.resolve('point'))
        SystemTool.run('mount', loop.path(), point)

        when:
        def status = refused { machine.add(loop.path()) }

        then:
        status.code == Status.Code.FAILED_PRECONDITION
        status.description.startsWith("refused (mounted-target): ${loop.path()} is mounted at $point")
        refused { machine.add(file) }.description.startsWith("refused (mounted-target): $file")
        isUntouched(machine)

        cleanup:
        SystemTool.run('umount', point)
        loop?.close()
    }

    def "a read-only device is refused"() {
        given:
        def machine = fixture.machine()
        def loop = LoopDevice.attachReadOnly(fixture.empty('read-only', 9L << 30))

        when:
        def status = refused { machine.add(loop.path()) }

        then:
        status.code == Status.Code.FAILED_PRECONDITION
        status.description.startsWith("refused (read-only-target): ${loop.path()}")
        isUntouched(machine)

        cleanup:
        loop?.close()
    }

    def "a disk that fills up ends that image with device and place, and no other"() {
        given:
        def mount = Files.createDirectory(directory.resolve('small'))
        SystemTool.run('mount', '-t', 'tmpfs', '-o', 'size=2m', 'ezio-spec', mount)
        def full = mount.resolve('target')
        new RandomAccessFile(full.toFile(), 'rw').withCloseable { it.length = fixture.torrent.neededBytes() }
        def seeder = fixture.machine()
        def target = fixture.machine()
        def events = eventsOf(target)
        seeder.add(fixture.image, seeding: true)

        when:
        target.add(full)

        then:
        soon.eventually { assert events.any { it.kind() == LiveEvent.Kind.FAILED } }
        with(events.find { it.kind() == LiveEvent.Kind.FAILED }.text()) {
            it.startsWith("not complete: cannot write $full at 0x")
            it.contains('No space left on device')
        }
        with(target.torrents()[0]) {
            isPaused
            !isFinished
            progress < 1
        }

        when: 'given again, with room'
        def file = fixture.empty('target')
        target.add(file)

        then:
        soon.eventually { assert target.torrents()[0].isFinished }
        fixture.isRestored(file)

        cleanup:
        target?.close()
        SystemTool.run('umount', mount)
    }

    def "a torrent whose files are no offsets is refused"() {
        given:
        def machine = fixture.machine()
        def text = new String(fixture.torrentBytes(), StandardCharsets.ISO_8859_1)
        def torrent = text.replace(String.format('%032x', 4096), 'holiday-'.padRight(32, 'x')).getBytes(StandardCharsets.ISO_8859_1)

        when:
        def status = refused { machine.add(fixture.empty('target'), torrent: torrent) }

        then:
        status.code == Status.Code.INVALID_ARGUMENT
        status.description == 'the torrent: file name "holiday-xxxxxxxxxxxxxxxxxxxxxxxx" is not a hex offset; ' +
                'was this torrent made by ezio?'
        isUntouched(machine)
    }

    def "a torrent that is too large is refused, with its size where that is known, and the daemon goes on"() {
        given:
        def machine = fixture.machine(SwarmFixture.SETTINGS) { it.withMostTorrentBytes(1 << 20) }

        when:
        def status = refused { machine.add(fixture.empty('target'), torrent: new byte[3 << 19]) }

        then:
        status.code == Status.Code.INVALID_ARGUMENT
        status.description.startsWith('the torrent has 1.5 MiB, this daemon takes 1 MiB at most')

        when: 'larger than a request may be'
        status = refused { machine.add(fixture.empty('target'), torrent: new byte[4 << 20]) }

        then:
        status.code in [Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED]
        isUntouched(machine)
    }

    def "a tracker that does not answer is told as the reason, and asked again until it does"() {
        given:
        int port = PeerProgram.freePort()
        def torrent = TorrentFiles.encode(fixture.torrent.withTrackers([["http://127.0.0.1:$port/announce".toString()]]))
        def seeder = fixture.machine()
        def target = fixture.machine()
        def events = eventsOf(target)
        def file = fixture.empty('target')
        seeder.add(fixture.image, seeding: true, torrent: torrent)
        target.add(file, torrent: torrent)

        expect:
        soon.eventually {
            assert events.any {
                it.kind() == LiveEvent.Kind.TRACKER_FAILED && it.text().startsWith("tracker http://127.0.0.1:$port/announce: ")
            }
        }
        !target.torrents()[0].isFinished

        when:
        def tracker = Tracker.start(TrackerSettings.defaults().withPort(port).withListenAddress(InetAddress.loopbackAddress))

        then:
        soon.eventually { assert target.torrents()[0].isFinished }
        fixture.isRestored(file)
        soon.eventually { assert events.any { it.kind() == LiveEvent.Kind.TRACKER_BACK } }

        cleanup:
        tracker?.close()
    }

    def "targets that were all started at once, with their few places taken by each other, let in the seeder that comes last"() {
        given:
        def targets = (1..4).collect { fixture.machine() }
        def files = (1..4).collect { fixture.empty("target$it") }
        def added = [targets, files].transpose().collect { machine, file ->
            CompletableFuture.runAsync { machine.add(file, connections: 2, uploads: 1) }
        }
        added*.join()
        soon.eventually { assert targets.every { it.torrents()[0].numPeers == 2 } }

        when:
        fixture.machine().add(fixture.image, seeding: true, connections: 2, uploads: 1)

        then:
        soon.eventually { assert targets.every { it.torrents()[0].isFinished } }
        files.every { fixture.isRestored(it) }
    }

    def "a wrong byte on the seeder's disk: the piece and the peer are named, and the seeder is welcome when it is right"() {
        given:
        flipByte(fixture.image, 4096)
        def bad = fixture.machine()
        def target = fixture.machine()
        def events = eventsOf(target)
        def file = fixture.empty('target')
        bad.add(fixture.image, seeding: true)
        int badPort = bad.node.port()

        when:
        target.add(file)

        then:
        soon.eventually {
            assert events.any { it.kind() == LiveEvent.Kind.BAD_PIECE }
            assert target.torrents()[0].numPieces == fixture.torrent.pieceCount() - 1
        }
        with(events.find { it.kind() == LiveEvent.Kind.BAD_PIECE }) {
            text() == "piece 0 from 127.0.0.1:$badPort did not have its hash; nothing of it was written"
            fields() == [piece: 0, peers: "127.0.0.1:$badPort".toString()]
        }
        events.any { it.kind() == LiveEvent.Kind.PEER_BANNED && it.fields().peer == "127.0.0.1:$badPort".toString() }
        !target.torrents()[0].isFinished

        when: 'the same machine, corrected'
        bad.close()
        flipByte(fixture.image, 4096)
        def corrected = fixture.machine(SwarmFixture.SETTINGS.withPort(badPort))
        corrected.add(fixture.image, seeding: true)

        then:
        soon.eventually { assert target.torrents()[0].isFinished }
        fixture.isRestored(file)
    }
}
