package ezio.core.disk

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class MountsSpec extends Specification {

    static final String MOUNTINFO = '''\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/root rw,discard
30 27 8:17 / /srv rw - xfs /dev/sdb1 rw
31 27 8:17 /sub /mnt/again rw shared:3 - xfs /dev/sdb1 rw
32 27 0:39 / /data rw - btrfs /dev/sdc rw,subvol=/
33 27 8:49 / /mnt/my\\040disk\\134\\011x rw - ntfs /dev/sdd1 rw
34 27 0:44 / /mnt/exfat rw - fuse.exfat /dev/sde1 rw
35 27 0:45 / /mnt/b rw - bcachefs /dev/sdf:/dev/sdg rw
36 27 253:0 / /lv rw - ext4 /dev/mapper/vg-root rw
a line that is none
'''

    static final String SWAPS = '''\
Filename				Type		Size		Used		Priority
/dev/sda3                               partition	1048572	0	-2
/swap\\040file                          file	1048572	0	-3
'''

    def mounts = Mounts.parse(MOUNTINFO, SWAPS)

    def "reads every mount, and leaves out what is none"() {
        expect:
        mounts.all().size() == 9
        mounts.all()[1] == new Mounts.Mount('254:0', '/', 'ext4', '/dev/root', true)
        mounts.all()[5] == new Mounts.Mount('8:49', '/mnt/my disk\\\tx', 'ntfs', '/dev/sdd1', true)
    }

    def "finds #why"() {
        expect:
        mounts.mountPointsOf(number, [path]) == points

        where:
        why                                      | number  | path                  || points
        'a device by its number'                 | '254:0' | '/dev/vda'            || ['/']
        'a bind mount too, as another place'     | '8:17'  | '/dev/sdb1'           || ['/srv', '/mnt/again']
        'btrfs, which has no number, by path'    | '8:32'  | '/dev/sdc'            || ['/data']
        'a file system in user space by path'    | '8:65'  | '/dev/sde1'           || ['/mnt/exfat']
        'the second device of bcachefs'          | '8:96'  | '/dev/sdg'            || ['/mnt/b']
        'a volume by its mapper name'            | '1:1'   | '/dev/mapper/vg-root' || ['/lv']
        'nothing for a disk that is not mounted' | '8:16'  | '/dev/sdb'            || []
        'nothing for a longer name'              | '8:18'  | '/dev/sdb11'          || []
    }

    def "tells what is used as swap"() {
        expect:
        mounts.swaps() == ['/dev/sda3', '/swap file']
        mounts.isSwap(['/dev/sda3', '/dev/x'])
        mounts.isSwap(['/swap file'])
        !mounts.isSwap(['/dev/sda'])
    }

    def "#file lies on the mount at #point"() {
        expect:
        mounts.holding(file).get().mountPoint() == point

        where:
        file              || point
        '/etc/fstab'      || '/'
        '/srv/disk.img'   || '/srv'
        '/srvdisk.img'    || '/'
        '/mnt/again/a/b'  || '/mnt/again'
    }

    def "empty texts are no mounts and no swap"() {
        expect:
        Mounts.parse('', '').all().isEmpty()
        Mounts.parse('', '').swaps().isEmpty()
    }

    @TempDir
    Path dir

    def "sees a real mount with a strange name"() {
        given:
        def point = Files.createDirectory(dir.resolve('a b\\c'))
        SystemTool.run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', point)

        expect:
        Mounts.read().all().any { it.mountPoint() == point.toString() && it.fileSystem() == 'tmpfs' }

        cleanup:
        SystemTool.run('umount', point)
    }
}
