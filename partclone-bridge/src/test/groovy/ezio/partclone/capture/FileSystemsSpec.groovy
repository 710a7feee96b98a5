package ezio.partclone.capture

import ezio.core.disk.ProgramPath
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification

class FileSystemsSpec extends Specification {

    def "the table in the documentation is this one"() {
        given:
        def page = Files.readAllLines(Path.of('../docs/file-systems.md'))
        def written = page.dropWhile { !it.startsWith('|') }.takeWhile { it.startsWith('|') }

        expect:
        written == FileSystems.markdown()
    }

    def "#row.title: the package of this Debian has its program, or not, as the table says"() {
        expect:
        ProgramPath.find(row.program()).isPresent() == row.isInDebian()

        where:
        row << FileSystems.values().toList()
    }

    def "'#type' is read by #program"() {
        expect:
        FileSystems.ofType(type).map { it.program() }.orElse(null) == program

        where:
        type       || program
        'ext2'     || 'partclone.extfs'
        'ext4'     || 'partclone.extfs'
        'vfat'     || 'partclone.fat'
        'ntfs'     || 'partclone.ntfs'
        'hfsplus'  || 'partclone.hfsp'
        'jfs'      || 'partclone.jfs'
        'squashfs' || null
        'swap'     || null
        ''         || null
    }

    def "no two rows are for the same"() {
        expect:
        FileSystems.values()*.blkidTypes().flatten().with { it.size() == it.toSet().size() }
    }
}
