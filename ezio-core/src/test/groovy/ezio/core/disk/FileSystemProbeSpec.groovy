package ezio.core.disk

import ezio.core.disk.FileSystemProbe.Content
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class FileSystemProbeSpec extends Specification {

    @TempDir
    Path dir

    def "reads what blkid says: #why"() {
        expect:
        FileSystemProbe.parseBlkid(text) == Optional.ofNullable(content)

        where:
        why                   | text                                                         || content
        'type and label'      | 'ID_FS_LABEL=a_b\nID_FS_LABEL_ENC=a\\x20b\nID_FS_TYPE=ext4\n' || content('ext4', 'a b')
        'UTF-8'               | 'ID_FS_LABEL_ENC=\\xc3\\xb6\\x22ö\nID_FS_TYPE=vfat\n'         || content('vfat', 'ö"ö')
        'no label'            | 'ID_FS_TYPE=swap\n'                                          || content('swap', null)
        'a partition table'   | 'ID_PART_TABLE_TYPE=gpt\n'                                   || null
        'nothing'             | ''                                                           || null
        'a broken escape'     | 'ID_FS_LABEL_ENC=a\\x2\nID_FS_TYPE=xfs'                      || content('xfs', 'a\\x2')
    }

    def "reads what lsblk says"() {
        expect:
        FileSystemProbe.parseLsblk('''\
KNAME="sda" FSTYPE="" LABEL=""
KNAME="sda1" FSTYPE="ext4" LABEL="my\\x20disk"
KNAME="sda2" FSTYPE="LVM2_member" LABEL=""
''') == [sda1: content('ext4', 'my disk'), sda2: content('LVM2_member', null)]
    }

    def "blkid looks at what can be read, lsblk tells of the rest"() {
        given:
        def sys = new FakeSysfs(dir.resolve('sys')).disk('sda', '8:0', 512).disk('sdb', '8:16', 512)
        def dev = Files.createDirectory(dir.resolve('dev'))
        Files.writeString(dev.resolve('sda'), '')
        def nodes = BlockTree.read(dir.resolve('sys'), dev).nodes()

        expect:
        FileSystemProbe.byTools(
                { device -> Optional.of('ID_FS_TYPE=ext4') },
                { Optional.of('KNAME="sda" FSTYPE="stale" LABEL=""\nKNAME="sdb" FSTYPE="xfs" LABEL="b"') })
                .probe(nodes) == [sda: content('ext4', null), sdb: content('xfs', 'b')]
        FileSystemProbe.byTools({ device -> Optional.empty() }, { Optional.empty() }).probe(nodes) == [:]
    }

    def "a tool that is missing has no output, and neither has one that hangs"() {
        expect:
        ToolRun.output(Duration.ofSeconds(5), 'no-such-tool-anywhere') == Optional.empty()
        ToolRun.output(Duration.ofMillis(50), 'sleep', '600') == Optional.empty()
        ToolRun.output(Duration.ofSeconds(30), 'echo', 'a b') == Optional.of('a b\n')
    }

    private static Content content(String type, String label) {
        new Content(type, Optional.ofNullable(label))
    }
}
