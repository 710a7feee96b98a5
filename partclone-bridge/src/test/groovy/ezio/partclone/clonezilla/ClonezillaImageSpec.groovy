package ezio.partclone.clonezilla

import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.partclone.Tools
import ezio.partclone.clonezilla.SavedPart.Content
import ezio.partclone.clonezilla.SavedPart.Swap
import ezio.partclone.image.BadImage
import ezio.partclone.image.ImageCopy
import ezio.partclone.image.PartcloneFile
import ezio.partclone.image.RawDump
import ezio.partclone.volume.BadVolume
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

class ClonezillaImageSpec extends Specification {

    static final String TABLE = '''\
        label: dos
        label-id: 0x12345678
        device: /dev/sda
        unit: sectors
        sector-size: 512

        /dev/sda1 : start=        2048, size=          22, type=83, bootable
        /dev/sda2 : start=        4096, size=        2048, type=7, name="a, size=5"
        /dev/sda3 : start=        8192, size=       10000, type=5
        /dev/sda5 : start=        8200, size=        1000, type=82
        /dev/sda6 : start=       10000, size=        1000, type=8e
        '''.stripIndent()

    @TempDir
    Path dir

    private void file(String name, Object content) {
        Files.write(dir.resolve(name), content instanceof byte[] ? content : content.toString().bytes)
    }

    private static byte[] partclone() {
        new PartcloneFile().bytes()
    }

    private void wholeDisk() {
        file('disk', 'sda\n')
        file('parts', 'sda1 sda2 sda3 sda5 sda6\n')
        file('dev-fs.list', '# <Device name>  <File system> <Size>\n/dev/sda1 ext4 20G\n/dev/sda2 ufs 1M\n/dev/vg/root xfs 5G\n')
        file('sda-pt.sf', TABLE)
        file('swappt-sda5.info', 'UUID="0a1b-2c"\nLABEL=""\n')
        file('lvm_vg_dev.list', 'vg /dev/sda6 abc-def\n')
        file('lvm_logv.list', '/dev/vg/root  SGI XFS filesystem data (blksz 4096)\n')
        file('Info-img-id.txt', 'IMG_ID=00ffaa12\n')
        file('clonezilla-img', 'log\n')
        file('sda1.ext4-ptcl-img.gz', Tools.pipe(partclone(), ['gzip', '-c']))
        Tools.split(dir.resolve('sda1.ext4-ptcl-img.gz'), 1000)
        file('sda1.ext4-ptcl-img.gz.info', 'x')
        file('sda1.files-md5sum.info.gz', 'x')
        file('sda2.dd-ptcl-img.zst', Tools.pipe(Tools.content(MIB), ['zstd', '-q', '-c']))
        file('vg-root.xfs-ptcl-img.uncomp', partclone())
    }

    static final int MIB = 1 << 20

    def "a whole disk is read with all that its lists say"() {
        given:
        wholeDisk()

        when:
        def image = ClonezillaImage.read(dir)

        then:
        image.disks() == ['sda']
        image.id().get() == '00ffaa12'
        !image.pseudo
        image.volumeGroups() == [new ClonezillaImage.VolumeGroup('vg', '/dev/sda6', 'abc-def')]
        image.parts() == [
                part('sda1', '/dev/sda1', 'ext4', '20G', Content.PARTCLONE, 'sda1.ext4-ptcl-img.gz'),
                part('sda2', '/dev/sda2', 'ufs', '1M', Content.RAW, 'sda2.dd-ptcl-img.zst'),
                part('sda3', '/dev/sda3', null, null, Content.EXTENDED, null),
                part('sda5', '/dev/sda5', null, null, Content.SWAP, null, new Swap(Optional.of('0a1b-2c'), Optional.empty())),
                part('sda6', '/dev/sda6', null, null, Content.LVM, null),
                part('vg-root', '/dev/vg/root', 'xfs', '5G', Content.PARTCLONE, 'vg-root.xfs-ptcl-img.uncomp'),
        ]
        image.readableParts()*.name() == ['sda1', 'sda2', 'vg-root']
        image.tables().size() == 1
        image.tables()[0].label() == 'dos'
        image.tables()[0].entries()[0] == new PartitionTable.Entry('sda1', 2048, 22, '83', true)
        image.tables()[0].entries()[1] == new PartitionTable.Entry('sda2', 4096, 2048, '7', false)
        image.sizeBytes('sda2').get() == MIB
        image.sizeBytes('vg-root').empty
        ClonezillaImage.isOne(dir)
    }

    private SavedPart part(String name, String device, String fs, String size, Content content, String file, Swap swap = null) {
        new SavedPart(name, device, Optional.ofNullable(fs), Optional.ofNullable(size), content,
                Optional.ofNullable(file).map { dir.resolve(it) }, Optional.ofNullable(swap))
    }

    def "its partitions are opened; a packed raw one has its size from the partition table"() {
        given:
        wholeDisk()
        def image = ClonezillaImage.read(dir)

        expect:
        ImageCopy.check(image.open('sda1'), ProgressListener.NONE, new CancelToken()) == 14 * 512
        ImageCopy.check(image.open('vg-root'), ProgressListener.NONE, new CancelToken()) == 14 * 512
        image.open('sda2') instanceof RawDump
        image.open('sda2').deviceBytes().asLong == MIB
    }

    def "the names #names mean #content of #part with #fileSystem"() {
        given:
        names.each { file(it, partclone()) }

        when:
        def found = ClonezillaImage.read(dir).parts()

        then:
        found*.name() == [part]
        found[0].content() == content
        found[0].data().get().fileName.toString() == data
        found[0].fileSystem().orElse(null) == fileSystem

        where:
        names                                          || part       | content           | fileSystem | data
        ['sda1.ext4-ptcl-img.gz.aa', 'sda1.ext4-ptcl-img.gz.ab'] || 'sda1' | Content.PARTCLONE | 'ext4' | 'sda1.ext4-ptcl-img.gz'
        ['sda1.ext4-ptcl-img.uncomp']                  || 'sda1'     | Content.PARTCLONE | 'ext4'     | 'sda1.ext4-ptcl-img.uncomp'
        ['nvme0n1p2.hfs+-ptcl-img.lzip']               || 'nvme0n1p2' | Content.PARTCLONE | 'hfs+'    | 'nvme0n1p2.hfs+-ptcl-img.lzip'
        ['sda1.dd-ptcl-img.xz.aa']                     || 'sda1'     | Content.RAW       | null       | 'sda1.dd-ptcl-img.xz'
        ['sda1.dd-img.aa']                             || 'sda1'     | Content.RAW       | null       | 'sda1.dd-img'
        ['sda1.ext3-img.aa']                           || 'sda1'     | Content.OLD       | 'ext3'     | 'sda1.ext3-img'
        ['sda1.ntfs-img']                              || 'sda1'     | Content.OLD       | 'ntfs'     | 'sda1.ntfs-img'
        ['sda1.000']                                   || 'sda1'     | Content.PARTIMAGE | null       | 'sda1.000'
        ['vg.a-lv.1.xfs-ptcl-img.zst']                 || 'vg.a-lv.1' | Content.PARTCLONE | 'xfs'     | 'vg.a-lv.1.xfs-ptcl-img.zst'
    }

    def "a partition that is listed and has no image is missing"() {
        given:
        file('parts', 'sda1 sda2')
        file('sda1.ext4-ptcl-img.uncomp', partclone())

        expect:
        ClonezillaImage.read(dir).parts()*.content() == [Content.PARTCLONE, Content.MISSING]
    }

    def "what could move a terminal's cursor is not shown"() {
        given:
        file('parts', 'sda1\u001b[2J')

        expect:
        ClonezillaImage.read(dir).parts()*.name() == ['sda1?[2J']
    }

    def "a pseudo image is known by its note, a table of old by its words"() {
        given:
        file('parts', 'sda1')
        file('00-pseudo-img-note.txt', '')
        file('sda-pt.sf', '# partition table of /dev/sda\nunit: sectors\n\n/dev/sda1 : start=     2048, size=  1024, Id=83, bootable\n/dev/sda2 : start=        0, size=        0, Id= 0\n')
        def image = ClonezillaImage.read(dir)

        expect:
        image.pseudo
        image.tables()[0] == new PartitionTable('sda', '', 512, [new PartitionTable.Entry('sda1', 2048, 1024, '83', true)])
    }

    def "#why: #message"() {
        given:
        files.each { name, content -> file(name, content) }

        when:
        work(dir)

        then:
        def refused = thrown(Problem)
        refused.kind() == Problem.Kind.INPUT
        refused.message == message.replace('DIR', dir.toString())

        where:
        why                | files                                                    | work                                       || message
        'an empty directory' | [:]                                                    | { ClonezillaImage.read(it) }               || 'DIR is no image of Clonezilla: it has neither a file "parts" nor an image of a partition'
        'no directory'     | [x: '']                                                  | { ClonezillaImage.read(it.resolve('x')) }  || 'DIR/x is not a directory'
        'two images of one' | ['a.xfs-ptcl-img.gz': '', 'a.xfs-ptcl-img.zst.aa': '']  | { ClonezillaImage.read(it) }               || 'DIR has several images of a: a.xfs-ptcl-img.gz, a.xfs-ptcl-img.zst'
        'a bad table'      | [parts: 'sda1', 'sda-pt.sf': 'x\n/dev/sda1 : start=1, size=zz\n'] | { ClonezillaImage.read(it) }      || 'DIR/sda-pt.sf:2: a number from 0 to 4398046511104 was expected'
        'a huge list'      | [parts: 'a ' * (2 << 20) + 'b']                          | { ClonezillaImage.read(it) }               || 'DIR/parts has more than 4,194,304 bytes, which a list never has'
        'another partition' | [parts: 'sda1 sda2']                                    | { ClonezillaImage.read(it).open('sda9') }  || 'DIR has no partition sda9'
        'no image of it'   | [parts: 'sda1', 'swappt-sda1.info': '']                  | { ClonezillaImage.read(it).open('sda1') }  || 'DIR holds no image of sda1: it is swap space, which is made anew'
        'a missing one'    | [parts: 'sda1']                                          | { ClonezillaImage.read(it).open('sda1') }  || 'DIR holds no image of sda1: it is missing'
        'no first volume'  | ['a.xfs-ptcl-img.gz.ab': 'x']                            | { ClonezillaImage.read(it).open('a') }     || 'DIR/a.xfs-ptcl-img.gz.aa is missing: there is 1 other volume, the last is a.xfs-ptcl-img.gz.ab'
        'ntfsclone'        | ['a.ntfs-img.aa': '\0ntfsclone-image']                   | { ClonezillaImage.read(it).open('a') }     || 'DIR/a.ntfs-img.aa is an image of ntfsclone, not of partclone'
        'partimage'        | ['a.000': 'PaRtImAgE-VoLuMe']                            | { ClonezillaImage.read(it).open('a') }     || 'DIR/a.000 is an image of partimage, not of partclone'
    }
}
