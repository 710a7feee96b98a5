package ezio.core.disk

import static ezio.core.disk.SystemTool.run

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class DeviceContentSpec extends Specification {

    @TempDir
    Path dir

    def "reads what blkid says: #why"() {
        expect:
        DeviceContent.parse(text) == content

        where: 'recorded'
        why                   | text                                                                             || content
        'a file system'       | 'ID_FS_LABEL_ENC=a\\x20b\nID_FS_UUID_ENC=12-34\nID_FS_TYPE=vfat\nID_FS_USAGE=filesystem\n' || content(type: 'vfat', label: 'a b', uuid: '12-34')
        'with a table in it'  | 'ID_FS_TYPE=exfat\nID_PART_TABLE_TYPE=dos\n'                                     || content(type: 'exfat', table: 'dos')
        'one of two'          | 'ID_FS_AMBIVALENT=filesystem:ext4:1.0 filesystem:btrfs\n'                        || content(candidates: ['ext4', 'btrfs'])
        'a disk'              | 'ID_PART_TABLE_TYPE=gpt\n'                                                       || content(table: 'gpt')
        'a frame'             | 'ID_PART_TABLE_TYPE=dos\nID_PART_ENTRY_TYPE=0x5\n'                               || content(table: 'dos', extended: true)
        'a partition'         | 'ID_FS_TYPE=xfs\nID_PART_ENTRY_TYPE=0x83\n'                                      || content(type: 'xfs')
        'nothing'             | ''                                                                               || content([:])
    }

    def "asks the blkid of this system"() {
        given:
        def file = dir.resolve('swap')
        run('sh', '-c', "umask 077; truncate -s 1M $file")
        run('mkswap', '-q', '-L', 'my swap', '-U', '11111111-2222-3333-4444-555555555555', file)

        expect:
        DeviceContent.read(file) == content(type: 'swap', label: 'my swap', uuid: '11111111-2222-3333-4444-555555555555')
    }

    def "the frame of logical partitions is known as such"() {
        given:
        def loop = LoopDevice.create(dir.resolve('disk.img'), 16 << 20)
        run('sh', '-c', "printf 'label: dos\\nsize=8M, type=5\\n' | sfdisk -q $loop.path")
        run('sh', '-c', "partx -u $loop.path 2>/dev/null; true")

        expect:
        DeviceContent.read(loop.partition(1)).isExtendedPartition()

        cleanup:
        loop.close()
    }

    static DeviceContent content(Map of) {
        new DeviceContent(Optional.ofNullable(of.type), Optional.ofNullable(of.label), Optional.ofNullable(of.uuid),
                of.candidates ?: [], Optional.ofNullable(of.table), of.extended ?: false)
    }
}
