package ezio.core.swarm

import ezio.core.disk.ChannelDevice
import ezio.core.disk.DeviceFailure
import ezio.core.disk.DeviceFailure.Operation
import ezio.core.disk.LoopDevice
import ezio.core.disk.SystemTool
import ezio.core.image.DeviceTooSmall
import ezio.core.swarm.TransferStatus.State
import ezio.core.torrent.TorrentSpec
import ezio.core.tracker.Tracker
import ezio.core.tracker.TrackerSettings
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ExecutionException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Targets that cannot take the image: nothing is reported as complete. */
@Timeout(60)
class FullDeviceSpec extends Specification {

    static final int TMPFS_BYTES = 4 << 20

    @TempDir
    Path home

    PatternedDisk disk
    SwarmNode seeder
    SwarmNode node

    def setup() {
        disk = new PatternedDisk(home)
        seeder = SwarmNode.start(SwarmFixture.SETTINGS)
        seeder.seed(disk.bare, disk.source(), false)
        node = SwarmNode.start(SwarmFixture.SETTINGS)
    }

    def cleanup() {
        [node, seeder, disk]*.close()
    }

    private Transfer restoreTo(Path target, TorrentSpec torrent) {
        def restore = node.restore(torrent, PatternedDisk.image(target), false)
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
        restore
    }

    def "a file system that fills up under a #kind ends the restore, with device, place and reason"() {
        given:
        def tracker = Tracker.start(TrackerSettings.defaults().withPort(0))
        def mount = Files.createDirectory(home.resolve('small'))
        SystemTool.run('mount', '-t', 'tmpfs', '-o', "size=$TMPFS_BYTES", 'ezio-spec', mount)
        def file = mount.resolve('target.img')
        ChannelDevice.makeFile(file, PatternedDisk.DEVICE_BYTES)
        def loop = kind == 'loop device' ? LoopDevice.attach(file) : null
        def target = loop?.path() ?: file

        when:
        def restore = restoreTo(target, disk.torrent(tracker.announceUrl('127.0.0.1')))
        SwarmFixture.await(restore, 20)

        then:
        def ended = thrown(ExecutionException)
        def failure = ended.cause as DeviceFailure
        failure.operation() == operation
        failure.device() == target.toString()
        failure.message.startsWith("cannot ${operation.name().toLowerCase()} $target")
        failure.message ==~ message
        restore.status().state() == State.FAILED
        restore.status().failure().get().is(failure)
        !restore.status().isComplete()

        and: 'others are not sent to it any more'
        new PollingConditions(timeout: 5).eventually {
            assert tracker.peers(disk.bare.infoHash()) == []
            assert tracker.counts()[disk.bare.infoHash()]?.completed() in [null, 0L]
        }

        when: 'the next try is another one'
        def again = restoreTo(disk.target('large', false), disk.bare)
        SwarmFixture.await(again)

        then:
        again.status().isComplete()

        cleanup: 'closing the node closes the target, which failed long ago, else this cannot be unmounted'
        node?.close()
        loop?.close()
        SystemTool.run('umount', mount)
        tracker?.close()

        where:
        kind          || operation       | message
        'sparse file' || Operation.WRITE | ~/.* at 0x[0-9a-f]+, \d+ bytes: No space left on device/
        'loop device' || Operation.SYNC  | ~/.*: Input\/output error/
    }

    def "a device that is too small is refused before anything is written"() {
        given:
        def file = home.resolve('small.img')
        def before = MemoryTarget.pattern((int) PatternedDisk.EXTENTS.endBytes() - 512, 9)
        Files.write(file, before)
        def loop = LoopDevice.attach(file)

        when:
        restoreTo(loop.path(), disk.bare)

        then:
        def refused = thrown(DeviceTooSmall)
        refused.message == "${loop.path()} holds 17.2 MiB, its image needs 17.2 MiB (512 bytes more)"
        Arrays.equals(Files.readAllBytes(file), before)

        cleanup:
        loop?.close()
    }
}
