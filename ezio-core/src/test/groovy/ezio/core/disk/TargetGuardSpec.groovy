package ezio.core.disk

import static ezio.core.disk.Refusal.HELD_TARGET
import static ezio.core.disk.Refusal.MOUNTED_TARGET
import static ezio.core.disk.Refusal.NOT_A_DEVICE
import static ezio.core.disk.Refusal.OVERLAPPING_TARGETS
import static ezio.core.disk.Refusal.OVERWRITE_NOT_NAMED
import static ezio.core.disk.Refusal.READ_ONLY_TARGET
import static ezio.core.disk.Refusal.SWAP_TARGET
import static ezio.core.disk.Refusal.SYSTEM_DISK
import static ezio.core.disk.Refusal.TOO_SMALL

import ezio.core.problem.Problem
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class TargetGuardSpec extends Specification {

    static final long GIB = 1L << 30

    @TempDir
    Path dir

    Map<String, String> signatures = [:]
    Map<String, PathFacts> paths = [:]
    List<String> mountinfo = []
    List<String> swaps = ['Filename Type Size Used Priority']

    /**
     * The system of these specs: sda is the system's disk (sda1 is /boot, sda2 holds LVM with / and an unused volume,
     * sda3 is free); sdb has two free partitions; sdc and sdd make a RAID array; sde and sdf a btrfs; sdg is read-only;
     * sdh is free, and so is the loop device that stands for /images/attached.img.
     */
    def setup() {
        def sys = new FakeSysfs(dir)
        sys.disk('sda', '8:0', 8 * GIB)
        (1..3).each { sys.partition('sda', "sda$it", "8:$it", it, GIB) }
        sys.disk('dm-0', '253:0', GIB, ['dm/name': 'vg-root\n']).builtOn('dm-0', 'sda2')
        sys.disk('dm-1', '253:1', GIB, ['dm/name': 'vg-spare\n']).builtOn('dm-1', 'sda2')
        sys.disk('sdb', '8:16', 8 * GIB)
        (1..2).each { sys.partition('sdb', "sdb$it", "8:1${6 + it}", it, GIB) }
        sys.disk('sdc', '8:32', GIB).disk('sdd', '8:48', GIB).disk('md0', '9:0', GIB)
        sys.builtOn('md0', 'sdc').builtOn('md0', 'sdd')
        sys.disk('sde', '8:64', GIB).disk('sdf', '8:80', GIB).btrfs('uuid', 'sde', 'sdf')
        sys.disk('sdg', '8:96', GIB, ['ro': '1\n'])
        sys.disk('sdh', '8:112', GIB)
        sys.disk('loop0', '7:0', GIB, ['loop/backing_file': '/images/attached.img\n'])
        mountinfo << '1 0 253:0 / / rw - ext4 /dev/mapper/vg-root rw' << '2 1 8:1 / /boot rw - ext4 /dev/sda1 rw'
    }

    def guard = new TargetGuard(
            { BlockTree.read(dir, Path.of('/dev')) },
            { Mounts.parse(mountinfo.join('\n'), swaps.join('\n')) },
            { path -> paths[path.toString()] ?: facts(path) },
            { path -> Optional.ofNullable(signatures[path.toString()]) })

    def "accepts #target, which nothing uses"() {
        expect:
        guard.examine(Path.of(target), GIB, 'root') == []

        where:
        target << ['/dev/sdb', '/dev/sdb1', '/dev/sda3', '/dev/sdh', '/dev/mapper/vg-spare', '/dev/dm-1', '/dev/loop0',
            '/images/free.img']
    }

    def "refuses #target, #why"() {
        given:
        mountinfo.addAll(mounted)
        swaps.addAll(swap)

        when:
        def found = guard.examine(Path.of(target), 0, 'root')

        then:
        found*.refusal() == refusals
        found*.message == messages
        found.every { it.kind() == Problem.Kind.REFUSED && it.target() == target }

        where:
        [why, target, mounted, swap, refusals, messages] << [
            [
                'which is mounted', '/dev/sdb1', ['9 1 8:17 / /srv rw - xfs /dev/sdb1 rw'], [], [MOUNTED_TARGET],
                ['refused (mounted-target): /dev/sdb1 is mounted at /srv'],
            ],
            [
                'which is mounted twice, once bound', '/dev/sdb1',
                ['9 1 8:17 / /srv rw - xfs /dev/sdb1 rw', '10 1 8:17 /a /mnt/a rw - xfs /dev/sdb1 rw'], [],
                [MOUNTED_TARGET], ['refused (mounted-target): /dev/sdb1 is mounted at /srv, /mnt/a'],
            ],
            [
                'which is mounted in user space, without its number', '/dev/sdb1',
                ['9 1 0:99 / /mnt/usb rw - fuse.exfat /dev/sdb1 rw'], [], [MOUNTED_TARGET],
                ['refused (mounted-target): /dev/sdb1 is mounted at /mnt/usb'],
            ],
            [
                'the partition of which is mounted', '/dev/sdb', ['9 1 8:18 / /srv rw - xfs /dev/sdb2 rw'], [],
                [MOUNTED_TARGET], ['refused (mounted-target): /dev/sdb2 is mounted at /srv'],
            ],
            [
                'the disk of which is mounted as a whole', '/dev/sdb1', ['9 1 8:16 / /srv rw - vfat /dev/sdb rw'], [],
                [MOUNTED_TARGET], ['refused (mounted-target): /dev/sdb is mounted at /srv'],
            ],
            [
                'which is the other device of a mounted btrfs', '/dev/sdf', ['9 1 0:50 / /data rw - btrfs /dev/sde rw'],
                [], [MOUNTED_TARGET], ['refused (mounted-target): /dev/sdf is mounted at /data'],
            ],
            [
                'which is in a btrfs that is mounted who knows where', '/dev/sdf', [], [], [HELD_TARGET],
                ['refused (held-target): /dev/sdf is part of a mounted btrfs'],
            ],
            [
                'which is swap', '/dev/sdb2', [], ['/dev/sdb2 partition 1 0 -2'], [SWAP_TARGET],
                ['refused (swap-target): /dev/sdb2 is used as swap'],
            ],
            [
                'a partition of which is swap', '/dev/sdb', [], ['/dev/sdb2 partition 1 0 -2'], [SWAP_TARGET],
                ['refused (swap-target): /dev/sdb2 is used as swap'],
            ],
            [
                'a volume that is swap by its other name', '/dev/mapper/vg-spare', [], ['/dev/dm-1 partition 1 0 -2'],
                [SWAP_TARGET], ['refused (swap-target): /dev/mapper/vg-spare is used as swap'],
            ],
            [
                'which is in a RAID array', '/dev/sdc', ['9 1 9:0 / /raid rw - ext4 /dev/md0 rw'], [], [HELD_TARGET],
                ['refused (held-target): /dev/sdc is in use by /dev/md0, mounted at /raid'],
            ],
            [
                'which is in an idle RAID array', '/dev/sdd', [], [], [HELD_TARGET],
                ['refused (held-target): /dev/sdd is in use by /dev/md0'],
            ],
            [
                'which the system boots from', '/dev/sda1', [], [], [SYSTEM_DISK, MOUNTED_TARGET],
                ['refused (system-disk): the running system has /boot on /dev/sda1',
                    'refused (mounted-target): /dev/sda1 is mounted at /boot'],
            ],
            [
                'which the system is on through LVM', '/dev/sda2', [], [], [SYSTEM_DISK, HELD_TARGET, HELD_TARGET],
                ['refused (system-disk): the running system has / on /dev/sda2',
                    'refused (held-target): /dev/sda2 is in use by /dev/mapper/vg-root, mounted at /',
                    'refused (held-target): /dev/sda2 is in use by /dev/mapper/vg-spare'],
            ],
            [
                'which the system is on', '/dev/sda', [], [],
                [SYSTEM_DISK, MOUNTED_TARGET, HELD_TARGET, HELD_TARGET],
                ['refused (system-disk): the running system has /boot on /dev/sda through /dev/sda1',
                    'refused (mounted-target): /dev/sda1 is mounted at /boot',
                    'refused (held-target): /dev/sda2 is in use by /dev/mapper/vg-root, mounted at /',
                    'refused (held-target): /dev/sda2 is in use by /dev/mapper/vg-spare'],
            ],
            [
                'the medium of a live system', '/dev/sdb',
                ['9 1 8:17 / /run/live/medium rw - vfat /dev/sdb1 rw'], [], [SYSTEM_DISK, MOUNTED_TARGET],
                ['refused (system-disk): the running system has /run/live/medium on /dev/sdb through /dev/sdb1',
                    'refused (mounted-target): /dev/sdb1 is mounted at /run/live/medium'],
            ],
            [
                'which holds the file that a system mount is in', '/dev/sdb1',
                ['8 1 8:17 / /images rw - vfat /dev/sdb1 rw', '9 1 7:0 / /usr rw - squashfs /dev/loop0 rw'], [],
                [SYSTEM_DISK, MOUNTED_TARGET],
                ['refused (system-disk): the running system has /usr on /dev/sdb1',
                    'refused (mounted-target): /dev/sdb1 is mounted at /images'],
            ],
            [
                'which is read-only', '/dev/sdg', [], [], [READ_ONLY_TARGET],
                ['refused (read-only-target): /dev/sdg is read-only'],
            ],
            [
                'a file that is attached', '/images/attached.img', [], [], [HELD_TARGET],
                ['refused (held-target): /images/attached.img is in use by /dev/loop0'],
            ],
            [
                'a file that is attached and mounted', '/images/attached.img',
                ['9 1 7:0 / /mnt rw - ext4 /dev/loop0 rw'], [], [MOUNTED_TARGET, HELD_TARGET],
                ['refused (mounted-target): /images/attached.img is mounted at /mnt',
                    'refused (held-target): /images/attached.img is in use by /dev/loop0, mounted at /mnt'],
            ],
            [
                'a file that is swap', '/images/free.img', [], ['/images/free.img file 1 0 -2'], [SWAP_TARGET],
                ['refused (swap-target): /images/free.img is used as swap'],
            ],
        ]
    }

    def "refuses what is written on: #isWhat"() {
        given:
        signatures['/dev/sdb2'] = isWhat

        expect:
        guard.examine(Path.of(target), 0, 'root')*.message == messages

        where:
        isWhat                         | target      || messages
        'a physical volume of LVM'     | '/dev/sdb2' || ['refused (held-target): /dev/sdb2 is a physical volume of LVM']
        'a member of a ZFS pool'       | '/dev/sdb'  || ['refused (held-target): /dev/sdb2 is a member of a ZFS pool']
        'a physical volume of LVM'     | '/dev/sdb1' || []
    }

    def "refuses a #kind as target"() {
        given:
        paths['/x'] = new PathFacts(kind, Path.of('/x'), Optional.empty(), 0, true, 'x')

        when:
        def found = guard.examine(Path.of('/x'), 0, 'root')

        then:
        found*.refusal() == [NOT_A_DEVICE]
        found[0].message == "refused (not-a-device): /x $words".toString()
        found[0].remedy().get() == 'name a disk, a partition or an image file; "ezio disks" lists what there is'

        where:
        kind                     || words
        PathFacts.Kind.MISSING   || 'does not exist'
        PathFacts.Kind.DIRECTORY || 'is a directory'
        PathFacts.Kind.CHARACTER || 'is a character device'
        PathFacts.Kind.OTHER     || 'is a pipe or a socket'
    }

    def "refuses a #kind that this user may not write"() {
        given:
        def number = kind == PathFacts.Kind.BLOCK ? Optional.of('8:112') : Optional.empty()
        paths[target] = new PathFacts(kind, Path.of(target), number, GIB, false, target)

        when:
        def found = guard.examine(Path.of(target), GIB, 'root')

        then:
        found*.refusal() == [READ_ONLY_TARGET]
        found[0].message == "refused (read-only-target): $target cannot be written by this user".toString()
        found[0].remedy().get() == remedy

        where:
        kind                 | target         || remedy
        PathFacts.Kind.BLOCK | '/dev/sdh'     || 'run as root, or as a user who may write to it'
        PathFacts.Kind.FILE  | '/images/mine' || 'look at its permissions and at how its file system is mounted'
    }

    def "refuses a target that is #missing bytes too small"() {
        expect:
        guard.examine(Path.of(target), needed, 'root')*.message == messages

        where:
        target             | needed            || messages
        '/dev/sdb1'        | GIB               || []
        '/dev/sdb1'        | GIB + 1           || ['refused (too-small): /dev/sdb1 holds 1 GiB, image root needs 1 GiB (1 bytes more)']
        '/dev/sdb1'        | GIB + 1181116006  || ['refused (too-small): /dev/sdb1 holds 1 GiB, image root needs 2.1 GiB (1,181,116,006 bytes more)']
        '/images/free.img' | 2 * GIB           || ['refused (too-small): /images/free.img holds 1 GiB, image root needs 2 GiB (1,073,741,824 bytes more)']

        missing = needed - GIB
    }

    def "#refusal says what to do"() {
        given:
        mountinfo << '9 1 8:17 / /srv rw - xfs /dev/sdb1 rw'
        swaps << '/dev/sdb2 partition 1 0 -2'
        signatures['/dev/sdh'] = 'a member of a ZFS pool'

        expect:
        guard.examine(Path.of(target), 2 * GIB, 'root').find { it.refusal() == refusal }.remedy().get() == remedy

        where:
        target       | refusal          || remedy
        '/dev/sdb1'  | MOUNTED_TARGET   || 'unmount it, or choose another disk; "ezio disks" lists what is free'
        '/dev/sdb2'  | SWAP_TARGET      || '"swapoff /dev/sdb2" frees it; --allow swap-target writes to it all the same'
        '/dev/sdc'   | HELD_TARGET      || 'take /dev/md0 down, or choose another disk; "ezio disks" lists what is free; --allow held-target writes to it all the same'
        '/dev/sdh'   | HELD_TARGET      || 'choose another disk; "ezio disks" lists what is free; --allow held-target writes to it all the same'
        '/dev/sda'   | SYSTEM_DISK      || 'choose another disk; "ezio disks" lists what is free; --allow system-disk writes to it all the same'
        '/dev/sdg'   | READ_ONLY_TARGET || 'look for a write-protect switch and at "blockdev --getro /dev/sdg"'
        '/dev/sdb2'  | TOO_SMALL        || 'choose a larger disk or partition; "ezio disks" lists the sizes'
    }

    def "an allowed refusal is not raised, the others still are"() {
        given:
        mountinfo << '9 1 8:17 / /srv rw - xfs /dev/sdb1 rw'

        when:
        guard.check(Path.of('/dev/sdb1'), 2 * GIB, 'root', [MOUNTED_TARGET] as Set)

        then:
        def refused = thrown(TargetRefused)
        refused.refusal() == TOO_SMALL
    }

    def "raises the gravest first, and nothing where all is allowed"() {
        when:
        guard.check(Path.of('/dev/sda1'), GIB, 'root', [SYSTEM_DISK, MOUNTED_TARGET] as Set)

        then:
        noExceptionThrown()

        when:
        guard.check(Path.of('/dev/sda1'), GIB, 'root', [] as Set)

        then:
        def refused = thrown(TargetRefused)
        refused.refusal() == SYSTEM_DISK
    }

    def "what cannot be allowed is raised, allowed or not: #refusal"() {
        when:
        guard.check(Path.of(target), 2 * GIB, 'root', Refusal.values() as Set)

        then:
        def refused = thrown(TargetRefused)
        refused.refusal() == refusal

        where:
        target           || refusal
        '/dev/sdb1'      || TOO_SMALL
        '/dev/sdg'       || READ_ONLY_TARGET
        '/dev/nothing'   || NOT_A_DEVICE
    }

    def "#target may be overwritten where #named are named"() {
        when:
        guard.checkOverwriteNamed(Path.of(target), named.collect { Path.of(it) })

        then:
        noExceptionThrown()

        where:
        target        | named
        '/dev/sdb'    | ['/dev/sdb']
        '/dev/sdb1'   | ['/dev/sdb']
        '/dev/sdb1'   | ['/dev/nothing', '/dev/sdb1']
        '/dev/dm-1'   | ['/dev/mapper/vg-spare']
        '/images/a'   | ['/images/a']
    }

    def "#target must not be overwritten where #named are named"() {
        when:
        guard.checkOverwriteNamed(Path.of(target), named.collect { Path.of(it) })

        then:
        def refused = thrown(TargetRefused)
        refused.refusal() == OVERWRITE_NOT_NAMED
        refused.message == "refused (overwrite-not-named): this plan writes to $target".toString()
        refused.remedy().get() == "add --overwrite $target to confirm".toString()

        where:
        target       | named
        '/dev/sdb'   | []
        '/dev/sdb'   | ['/dev/sdb1', '/dev/sdb2']
        '/dev/sdb1'  | ['/dev/sdb2', '/dev/sda']
        '/dev/sda2'  | ['/dev/dm-1']
        '/images/a'  | ['/images/b']
    }

    def "#targets do not overlap"() {
        when:
        guard.checkNoOverlap(targets.collect { Path.of(it) })

        then:
        noExceptionThrown()

        where:
        targets << [[], ['/dev/sdb'], ['/dev/sdb1', '/dev/sdb2', '/dev/sda3'], ['/images/a', '/images/b']]
    }

    def "#targets overlap"() {
        when:
        guard.checkNoOverlap(targets.collect { Path.of(it) })

        then:
        def refused = thrown(TargetRefused)
        refused.refusal() == OVERLAPPING_TARGETS
        refused.message == "refused (overlapping-targets): $words".toString()
        refused.remedy().get() == 'give each image a disk, partition or file of its own'

        where:
        targets                               || words
        ['/dev/sdb1', '/dev/sdh', '/dev/sdb1'] || '/dev/sdb1 is the target of two images'
        ['/dev/sdb', '/dev/sdb2']              || '/dev/sdb and /dev/sdb2 are the same place, or one holds the other'
        ['/dev/sdb2', '/dev/sdb']              || '/dev/sdb2 and /dev/sdb are the same place, or one holds the other'
        ['/dev/dm-1', '/dev/mapper/vg-spare']  || '/dev/dm-1 and /dev/mapper/vg-spare are the same place, or one holds the other'
    }

    def "every refusal is found by its id, and says whether it can be allowed"() {
        expect:
        Refusal.values().collectEntries { [it.id(), it.canBeAllowed()] } == [
            'not-a-device': false,
            'system-disk': true,
            'mounted-target': true,
            'swap-target': true,
            'held-target': true,
            'read-only-target': false,
            'too-small': false,
            'overwrite-not-named': false,
            'overlapping-targets': false,
        ]
        Refusal.values().every { Refusal.byId(it.id()).get() == it && !it.sentence().isBlank() }
        Refusal.byId('mounted') == Optional.empty()
    }

    private PathFacts facts(Path path) {
        def text = path.toString()
        def node = BlockTree.read(dir, Path.of('/dev')).at(path)
        if (node.isPresent()) {
            return new PathFacts(PathFacts.Kind.BLOCK, path, Optional.of(node.get().number()), 0, true, node.get().number())
        }
        if (text.startsWith('/images/')) {
            return new PathFacts(PathFacts.Kind.FILE, path, Optional.empty(), GIB, true, text)
        }
        return PathFacts.missing(path)
    }
}
