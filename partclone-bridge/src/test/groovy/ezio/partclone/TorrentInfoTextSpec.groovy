package ezio.partclone

import ezio.core.extent.ExtentMap
import ezio.core.torrent.TorrentNotWritten
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class TorrentInfoTextSpec extends Specification {

    static final long PIECE = 16L << 20

    @TempDir
    Path directory

    def "writes partclone's file of #fs, byte for byte"() {
        given:
        def theirs = TorrentInfoTextSpec.getResourceAsStream("${fs}.torrent.info").withCloseable { it.text }
        def info = TorrentInfoFile.parse(new ByteArrayInputStream(theirs.bytes), fs)
        def file = directory.resolve('x.torrent.info')

        when:
        new TorrentInfoText(info.blockSizeBytes().asLong, info.blocksTotal().asLong, info.extents(),
                Optional.of(info.pieceHashes())).write(file)

        then:
        Files.readString(file) == theirs

        where:
        fs << ['btrfs', 'ext4', 'fat32', 'ntfs', 'xfs']
    }

    def "a piece that ends with an extent of #extents has its hash behind the next extent, the last one at the end"() {
        given:
        def map = ExtentMap.builder()
        extents.eachWithIndex { length, i -> map.add(i * (1L << 40), length) }
        def built = map.build()
        byte[] hashes = new byte[20 * order.count('h')]
        def file = directory.resolve('x')

        when:
        new TorrentInfoText(512, 9, built, Optional.of(hashes)).write(file)

        then:
        Files.readAllLines(file).drop(2).collect { it[0] == 's' ? 'h' : it[0] == 'o' ? 'e' : '' }.join() == order

        where:
        extents                || order
        [PIECE]                || 'eh'
        [PIECE, 1]             || 'eehh'
        [PIECE + 1]            || 'ehh'
        [1, 3 * PIECE]         || 'eehhhh'
        [2 * PIECE, PIECE]     || 'ehehh'
        [5, 6]                 || 'eeh'
    }

    def "without hashes there are extents only"() {
        when:
        new TorrentInfoText(4096, 10, ExtentMap.whole(8192), Optional.empty()).write(directory.resolve('x'))

        then:
        Files.readString(directory.resolve('x')) == "block_size: 4096\nblocks_total: 10\nextents_total: 1\noffset: ${'0' * 32}\nlength: ${'0' * 28}2000\n"
    }

    def "a file without hashes is read again, and known to have none"() {
        given:
        def extents = ExtentMap.builder().add(4096, 8192).add(20480, 4096).build()
        new TorrentInfoText(4096, 10, extents, Optional.empty()).write(directory.resolve('x'))

        when:
        def read = TorrentInfoFile.read(directory.resolve('x'))

        then:
        read.extents() == extents
        read.fileSystemBytes() == 40960
        !read.hasHashes()
    }

    def "a file that cannot be written leaves nothing"() {
        when:
        new TorrentInfoText(4096, 10, ExtentMap.whole(8192), Optional.empty()).write(directory.resolve('none/x'))

        then:
        def problem = thrown(TorrentNotWritten)
        problem.message == "cannot write $directory/none/x: there is no directory $directory/none"
    }
}
