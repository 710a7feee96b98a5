package ezio.core.disk

import ezio.core.disk.DiskEntry.Kind
import ezio.core.disk.FileSystemProbe.Content
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class DisksSpec extends Specification {

    static final long GIB = 1L << 30

    @TempDir
    Path dir

    @AutoCleanup
    LoopDevice loop

    def "tells of each disk what the kernel, the mount table and blkid know"() {
        given:
        def sys = new FakeSysfs(dir)
                .disk('sda', '8:0', 8 * GIB, [
                    'queue/rotational': '1\n', 'device/model': 'WDC WD80 \n', 'device/vendor': 'ATA     \n', 'ro': '0\n'])
                .partition('sda', 'sda1', '8:1', 1, GIB)
                .partition('sda', 'sda2', '8:2', 2, 6 * GIB)
                .partition('sda', 'sda3', '8:3', 3, GIB)
                .disk('dm-0', '253:0', 5 * GIB, ['dm/name': 'vg-root\n', 'dm/uuid': 'LVM-abc\n'])
                .disk('sdb', '8:16', GIB, ['removable': '1\n', 'ro': '1\n', 'queue/rotational': '0\n'])
                .builtOn('dm-0', 'sda2')
        def mounts = Mounts.parse(
                '1 0 253:0 / / rw - ext4 /dev/mapper/vg-root rw\n2 1 8:1 / /boot rw - ext4 /dev/sda1 rw\n',
                'Filename\n/dev/sda3 partition 1 0 -2\n')
        def contents = [sda1: new Content('ext4', Optional.of('BOOT')), sda2: new Content('LVM2_member', Optional.empty())]

        when:
        def entries = disks(mounts, contents).list()

        then:
        entries == [
            entry('/dev/mapper/vg-root', Kind.VOLUME, 5 * GIB, mountPoints: ['/']),
            entry('/dev/sda', Kind.DISK, 8 * GIB, rotational: true, model: 'WDC WD80'),
            entry('/dev/sda1', Kind.PARTITION, GIB, parent: '/dev/sda', fileSystem: 'ext4', label: 'BOOT',
                    mountPoints: ['/boot'], rotational: true, model: 'WDC WD80'),
            entry('/dev/sda2', Kind.PARTITION, 6 * GIB, parent: '/dev/sda', fileSystem: 'LVM2_member',
                    holders: ['/dev/mapper/vg-root'], rotational: true, model: 'WDC WD80'),
            entry('/dev/sda3', Kind.PARTITION, GIB, parent: '/dev/sda', swap: true, rotational: true, model: 'WDC WD80'),
            entry('/dev/sdb', Kind.DISK, GIB, readOnly: true, removable: true),
        ]
    }

    def "#name is a #kind"() {
        given:
        new FakeSysfs(dir).disk(name, '1:1', GIB, files)

        expect:
        disks().list()*.kind() == [kind]

        where:
        name      | files                                                    || kind
        'nvme0n1' | [:]                                                      || Kind.DISK
        'loop3'   | ['loop/backing_file': '/tmp/a.img\n']                    || Kind.LOOP
        'sr0'     | [:]                                                      || Kind.OPTICAL
        'md127'   | [:]                                                      || Kind.RAID
        'dm-1'    | ['dm/name': 'home\n', 'dm/uuid': 'CRYPT-LUKS2-x-home\n'] || Kind.CRYPT
        'dm-1'    | ['dm/name': 'mpatha\n', 'dm/uuid': 'mpath-36\n']         || Kind.MAPPED
        'dm-1'    | [:]                                                      || Kind.MAPPED
    }

    def "leaves out #why"() {
        given:
        new FakeSysfs(dir).disk(name, '1:1', size, files)

        expect:
        disks().list().isEmpty()

        where:
        why                              | name          | size            | files
        'a loop device without a file'   | 'loop0'       | 0               | [:]
        'a drive without a medium'       | 'sr0'         | 0x1fffffL * 512 | [:]
        'a RAM disk'                     | 'ram0'        | GIB             | [:]
        'compressed memory'              | 'zram0'       | GIB             | [:]
        'a floppy drive'                 | 'fd0'         | 1440 << 10      | [:]
        'a path of a multipath NVMe disk'| 'nvme0c0n1'   | GIB             | ['hidden': '1\n']
    }

    def "puts the maker before the model where it is one"() {
        given:
        new FakeSysfs(dir).disk('sda', '8:0', GIB, ['device/vendor': vendor, 'device/model': model])

        expect:
        disks().list()*.model()*.orElse(null) == [printed]

        where:
        vendor        | model           || printed
        'ATA     \n'  | 'ST1000DM010\n' || 'ST1000DM010'
        'SanDisk \n'  | 'Ultra Fit\n'   || 'SanDisk Ultra Fit'
        'KIOXIA\n'    | 'KIOXIA EXCERIA\n' || 'KIOXIA EXCERIA'
        '0x1af4\n'    | ''              || null
    }

    def "sees a btrfs mount at each of its devices, and a loop device as holder of the disk that it stands for"() {
        given:
        new FakeSysfs(dir).disk('sda', '8:0', GIB).disk('sdb', '8:16', GIB).btrfs('uuid', 'sda', 'sdb')
                .disk('sdc', '8:32', GIB).disk('loop0', '7:0', GIB, ['loop/backing_file': '/dev/sdc\n'])
        def mounts = Mounts.parse('1 0 0:39 / /data rw - btrfs /dev/sda rw\n', '')

        expect:
        disks(mounts).list().collectEntries { [it.path().toString(), [it.mountPoints(), it.holders()*.toString()]] } == [
            '/dev/loop0': [[], []],
            '/dev/sda': [['/data'], []],
            '/dev/sdb': [['/data'], []],
            '/dev/sdc': [[], ['/dev/loop0']],
        ]
    }

    def "finds real partitions, their file systems and where they are mounted"() {
        given:
        loop = LoopDevice.createWithPartitions(dir.resolve('disk.img'), 40 << 20, '16M', '16M')
        SystemTool.run('mkfs.ext4', '-q', '-L', 'my "disk', loop.partition(1))
        SystemTool.run('mkswap', '-L', 'swäp', loop.partition(2))
        def point = Files.createDirectory(dir.resolve('mount'))
        SystemTool.run('mount', loop.partition(1), point)

        and: 'some kernels think that loop devices rotate'
        def rotational = Files.readString(Path.of("/sys/block/${loop.kernelName()}/queue/rotational")).strip() == '1'

        when:
        def found = Disks.ofThisSystem().list().findAll { it.path().toString().startsWith(loop.path().toString()) }

        then:
        found == [
            entry(loop.path().toString(), Kind.LOOP, 40 << 20, rotational: rotational),
            entry("${loop.path()}p1", Kind.PARTITION, 16 << 20, parent: loop.path().toString(), fileSystem: 'ext4',
                    rotational: rotational, label: 'my "disk', mountPoints: [point.toString()]),
            entry("${loop.path()}p2", Kind.PARTITION, 16 << 20, parent: loop.path().toString(), fileSystem: 'swap',
                    rotational: rotational, label: 'swäp'),
        ]

        and:
        Disks.ofThisSystem().find(loop.partition(1)).get() == found[1]
        Disks.ofThisSystem().find(dir.resolve('disk.img')).isEmpty()
        Disks.ofThisSystem().find(dir.resolve('none')).isEmpty()

        cleanup:
        SystemTool.run('umount', point)
    }

    private Disks disks(Mounts mounts = Mounts.parse('', ''), Map<String, Content> contents = [:]) {
        new Disks({ BlockTree.read(dir, Path.of('/dev')) }, { mounts }, { nodes -> contents })
    }

    private static DiskEntry entry(Map<String, ?> more = [:], CharSequence path, Kind kind, long size) {
        new DiskEntry(Path.of(path.toString()), kind, size, Optional.ofNullable(more.parent).map { Path.of(it) },
                Optional.ofNullable(more.fileSystem), Optional.ofNullable(more.label), more.mountPoints ?: [],
                more.swap ?: false, (more.holders ?: []).collect { Path.of(it) }, more.rotational ?: false,
                more.readOnly ?: false, more.removable ?: false, Optional.ofNullable(more.model))
    }
}
