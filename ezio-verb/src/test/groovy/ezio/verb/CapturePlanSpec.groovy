package ezio.verb

import ezio.core.disk.BlockTree
import ezio.core.disk.DeviceContent
import ezio.core.disk.Disks
import ezio.core.disk.FakeSysfs
import ezio.core.disk.Mounts
import ezio.core.disk.PathFacts
import ezio.core.disk.SourceGuard
import ezio.core.disk.SourceRefused
import ezio.partclone.capture.FileSystems
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Which images come of a disk, on a system that is made of files. */
class CapturePlanSpec extends Specification {

    static final long GIB = 1L << 30

    @TempDir
    Path dir

    Map<String, Map> contents = [:]
    FakeSysfs sys

    def setup() {
        sys = new FakeSysfs(dir.resolve('sys')).disk('sda', '8:0', 8 * GIB)
    }

    private void partition(int number, String type, Map more = [:]) {
        sys.partition('sda', "sda$number", "8:$number", number, GIB)
        contents["/dev/sda$number".toString()] = [type: type] + more
    }

    private void volume(int number, String name, String type, String on) {
        sys.disk("dm-$number", "253:$number", GIB, ['dm/name': "$name\n".toString(), 'dm/uuid': 'LVM-x\n']).builtOn("dm-$number", on)
        contents["/dev/mapper/$name".toString()] = [type: type]
    }

    private CapturePlan plan(String... sources) {
        def tree = { BlockTree.read(dir.resolve('sys'), Path.of('/dev')) }
        def mounts = { Mounts.parse('', '') }
        def look = { Path path -> new PathFacts(PathFacts.Kind.BLOCK, path, Optional.empty(), 0, true, path.toString()) }
        def disks = new Disks(tree, mounts, { nodes -> [:] })
        CapturePlan.of(CaptureOrder.of(Path.of(sources[0]), dir).with { order ->
            new CaptureOrder(sources.collect { Path.of(it) }, dir, Optional.empty(), Optional.empty(), false, false, order.cut(),
                    order.bufferBytes(), Optional.empty(), true, false, [] as Set, [], false, Optional.empty(), Optional.empty(), 1)
        }, new SourceGuard(tree, mounts, look), disks, { Path path -> content(contents[path.toString()] ?: [:]) })
    }

    private static DeviceContent content(Map of) {
        new DeviceContent(Optional.ofNullable(of.type), Optional.ofNullable(of.label), Optional.ofNullable(of.uuid), [],
                Optional.empty(), of.extended ?: false)
    }

    def "a disk stands for its partitions, and its LVM for its volumes; swap and frames are left out"() {
        given:
        partition(1, 'vfat')
        partition(2, 'swap', [uuid: '1-2', label: 'sw'])
        partition(3, null, [extended: true])
        partition(5, 'LVM2_member')
        partition(6, null)
        volume(0, 'my--vg-root', 'ext4', 'sda5')
        volume(1, 'my--vg-swap', 'swap', 'sda5')

        when:
        def plan = plan('/dev/sda')

        then:
        plan.sources()*.name() == ['sda1', 'my-vg-root', 'sda6']
        plan.sources()*.path()*.toString() == ['/dev/sda1', '/dev/mapper/my--vg-root', '/dev/sda6']
        plan.sources()*.fileSystem() == [Optional.of(FileSystems.FAT), Optional.of(FileSystems.EXT), Optional.empty()]
        plan.sources()[2].whyWhole() == 'because blkid knows no file system in it'
        plan.skipped() == [
            new SkippedSource(Path.of('/dev/sda2'), 'swap space; on the target, "mkswap -U 1-2 -L \'sw\'" makes it anew'),
            new SkippedSource(Path.of('/dev/mapper/my--vg-swap'), 'swap space; on the target, "mkswap" makes it anew'),
        ]
    }

    def "of a thin pool the volumes on it are captured, each once"() {
        given:
        partition(1, 'LVM2_member')
        volume(0, 'vg-pool_tmeta', null, 'sda1')
        volume(1, 'vg-pool_tdata', null, 'sda1')
        sys.disk('dm-2', '253:2', GIB, ['dm/name': 'vg-pool-tpool\n', 'dm/uuid': 'LVM-x\n']).builtOn('dm-2', 'dm-0').builtOn('dm-2', 'dm-1')
        volume(3, 'vg-thin', 'xfs', 'dm-2')

        expect:
        plan('/dev/sda').sources()*.name() == ['vg-thin']
    }

    def "a disk with #what is refused: #message"() {
        given:
        partition(1, 'ext4')
        partition(2, type)

        when:
        plan('/dev/sda')

        then:
        def refused = thrown(SourceRefused)
        refused.message == "refused (container-source): /dev/sda2 is $message"
        refused.remedy().get() == "$remedy; --whole captures it byte by byte, as it is"

        where:
        what                  | type                || message                        | remedy
        'an inactive LVM'     | 'LVM2_member'       || 'a physical volume of LVM'     | '"vgchange -ay" makes its volumes appear'
        'LUKS'                | 'crypto_LUKS'       || 'encrypted with LUKS'          | '"cryptsetup open" makes its content appear, and the image is not encrypted then'
        'a RAID member'       | 'linux_raid_member' || 'a member of a RAID array'     | '"mdadm --assemble --scan" makes the array appear'
        'a member of a pool'  | 'zfs_member'        || 'a member of a ZFS pool'       | 'ZFS has "zfs send"'
    }

    def "an open LUKS that is named is refused with the name of what is inside"() {
        given:
        partition(2, 'crypto_LUKS')
        sys.disk('dm-0', '253:0', GIB, ['dm/name': 'home\n', 'dm/uuid': 'CRYPT-LUKS2-x\n']).builtOn('dm-0', 'sda2')

        when:
        plan('/dev/sda2')

        then:
        def refused = thrown(SourceRefused)
        refused.remedy().get() == 'capture /dev/mapper/home, and the image is not encrypted then; --whole captures it byte by byte, as it is'
    }

    def "a disk of swap alone has nothing to capture"() {
        given:
        partition(1, 'swap')

        when:
        plan('/dev/sda')

        then:
        def problem = thrown(CaptureProblem)
        problem.message == '/dev/sda has no partition with anything to capture'
    }

    def "two devices of one name are told apart before anything is read"() {
        given:
        partition(1, 'ext4')

        when:
        plan('/dev/sda1', '/dev/sda')

        then:
        def problem = thrown(CaptureProblem)
        problem.message == '/dev/sda1 is named twice'
    }

    def "a file system that partclone does not know is captured whole"() {
        given:
        partition(1, 'squashfs')

        expect:
        plan('/dev/sda1').sources()*.whyWhole() == ['because partclone does not know squashfs']
    }
}
