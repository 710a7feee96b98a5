package ezio.core.disk

import static ezio.core.disk.Refusal.HELD_TARGET
import static ezio.core.disk.Refusal.MOUNTED_TARGET
import static ezio.core.disk.Refusal.NOT_A_DEVICE
import static ezio.core.disk.Refusal.OVERWRITE_NOT_NAMED
import static ezio.core.disk.Refusal.READ_ONLY_TARGET
import static ezio.core.disk.Refusal.SWAP_TARGET

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The guard on this machine's own kernel. */
class TargetGuardSystemSpec extends Specification {

    static final long MIB = 1L << 20

    @TempDir
    Path dir

    @AutoCleanup
    LoopDevice loop

    def guard = TargetGuard.ofThisSystem()

    def "a free loop device and its partitions pass; its file does not, as it is attached"() {
        given:
        loop = LoopDevice.createWithPartitions(dir.resolve('disk.img'), 20 * MIB, '8M', '8M')

        expect:
        examine(loop.path(), 20 * MIB) == []
        examine(loop.partition(2), 8 * MIB) == []
        examine(dir.resolve('disk.img'), 20 * MIB) == [HELD_TARGET]
    }

    def "of a disk with a mounted partition, #why: #refusals"() {
        given:
        loop = LoopDevice.createWithPartitions(dir.resolve('disk.img'), 40 * MIB, '16M', '16M')
        SystemTool.run('mkfs.ext4', '-q', loop.partition(1))
        def point = Files.createDirectory(dir.resolve('point'))
        SystemTool.run('mount', loop.partition(1), point)
        def diskLink = Files.createSymbolicLink(dir.resolve('by-id'), loop.path())
        def partitionLink = Files.createSymbolicLink(dir.resolve('by-id-part1'), loop.partition(1))
        def fileLink = Files.createSymbolicLink(dir.resolve('file'), dir.resolve('disk.img'))

        expect:
        examine(target(loop, diskLink, partitionLink, fileLink), MIB) == refusals

        cleanup:
        SystemTool.run('umount', point)

        where:
        why                    | target                                    || refusals
        'the disk'             | { l, disk, part, file -> l.path() }       || [MOUNTED_TARGET]
        'the partition'        | { l, disk, part, file -> l.partition(1) } || [MOUNTED_TARGET]
        'a link to the disk'   | { l, disk, part, file -> disk }           || [MOUNTED_TARGET]
        'one to the partition' | { l, disk, part, file -> part }           || [MOUNTED_TARGET]
        'one to the file'      | { l, disk, part, file -> file }           || [MOUNTED_TARGET, HELD_TARGET]
        'the sibling'          | { l, disk, part, file -> l.partition(2) } || []
    }

    def "a btrfs that is mounted through one of its devices makes both refused"() {
        given:
        loop = LoopDevice.create(dir.resolve('a.img'), 128 * MIB)
        def second = LoopDevice.create(dir.resolve('b.img'), 128 * MIB)
        SystemTool.run('mkfs.btrfs', '-q', '-f', '-d', 'raid0', '-m', 'raid0', loop.path(), second.path())
        def point = Files.createDirectory(dir.resolve('point'))
        SystemTool.run('btrfs', 'device', 'scan', loop.path(), second.path())
        SystemTool.run('mount', loop.path(), point)

        expect:
        examine(loop.path(), MIB) == [MOUNTED_TARGET]
        examine(second.path(), MIB) == [MOUNTED_TARGET]

        cleanup:
        SystemTool.run('umount', point)
        second?.close()
    }

    def "swap is refused"() {
        given:
        loop = LoopDevice.create(dir.resolve('disk.img'), 4 * MIB)
        SystemTool.run('mkswap', loop.path())
        SystemTool.run('swapon', loop.path())

        expect:
        examine(loop.path(), MIB) == [SWAP_TARGET]

        cleanup:
        SystemTool.run('swapoff', loop.path())
    }

    def "a physical volume of LVM is refused, though nothing is active on it"() {
        given:
        loop = LoopDevice.create(dir.resolve('disk.img'), 8 * MIB)
        SystemTool.run('pvcreate', '-q', '-q', loop.path())

        expect:
        examine(loop.path(), MIB) == [HELD_TARGET]
    }

    def "a read-only device is refused, and a file on a read-only file system"() {
        given:
        Files.write(dir.resolve('disk.img'), new byte[4 * MIB])
        loop = LoopDevice.attachReadOnly(dir.resolve('disk.img'))
        def point = Files.createDirectory(dir.resolve('point'))
        SystemTool.run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', point)
        Files.write(point.resolve('file'), new byte[100])
        SystemTool.run('mount', '-o', 'remount,ro', point)

        expect:
        examine(loop.path(), MIB) == [READ_ONLY_TARGET]
        examine(point.resolve('file'), 100) == [READ_ONLY_TARGET]

        cleanup:
        SystemTool.run('umount', point)
    }

    def "no device: #path"() {
        expect:
        examine(Path.of(path), 0) == [NOT_A_DEVICE]

        where:
        path << ['/', '/dev/null', '/dev/no-such-disk']
    }

    def "a disk is named by any link to it, and stands for its partitions"() {
        given:
        loop = LoopDevice.createWithPartitions(dir.resolve('disk.img'), 20 * MIB, '8M')
        def link = Files.createSymbolicLink(dir.resolve('by-id'), loop.path())

        when:
        guard.checkOverwriteNamed(loop.partition(1), [link])
        guard.checkOverwriteNamed(link, [loop.path()])
        guard.checkOverwriteNamed(link, [loop.partition(1)])

        then:
        def refused = thrown(TargetRefused)
        refused.refusal() == OVERWRITE_NOT_NAMED
        refused.message == "refused (overwrite-not-named): this plan writes to $link".toString()
    }

    private List<Refusal> examine(Path target, long neededBytes) {
        guard.examine(target, neededBytes, 'root')*.refusal()
    }
}
