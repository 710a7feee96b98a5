package ezio.partclone

import ezio.core.extent.Extent
import ezio.core.problem.Problem
import ezio.core.torrent.BadImageName
import ezio.core.torrent.PieceLength
import ezio.core.torrent.TorrentFiles
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

/** The contract of what is read as a torrent.info, and of what is said about everything else. */
@Timeout(30)
class TorrentInfoFileSpec extends Specification {

    static final String HEADER = 'block_size: 4096\nblocks_total: 65536\n'
    static final String SHA1 = 'sha1: ' + 'ab' * 20 + '\n'
    static final long MIB16 = 16L << 20

    @TempDir
    Path dir

    private static String extent(long offset, long length) {
        String.format('offset: %032x\nlength: %032x\n', offset, length)
    }

    private static TorrentInfoFile parse(String text) {
        TorrentInfoFile.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), 'root.torrent.info')
    }

    private static TorrentInfoFile sample(String fs) {
        TorrentInfoFileSpec.getResourceAsStream("${fs}.torrent.info").withCloseable {
            TorrentInfoFile.parse(it, "${fs}.torrent.info")
        }
    }

    def "partclone's file of #fs gives the torrent of EZIO's tool"() {
        when:
        def info = sample(fs)

        then:
        info.draft('sda1').toSpec().infoHash().hex() == sda1
        info.draft('vg/root').toSpec().infoHash().hex() == vgRoot
        info.extents().count() == extents
        info.totalBytes() == totalBytes
        info.pieceHashes().length == 20 * pieces
        info.blockSizeBytes().asLong == blockSize
        info.blocksTotal().asLong == blocks

        where: 'computed with python3-libtorrent 2.0.8, as partclone_create_torrent.py does'
        fs      || extents | totalBytes | pieces | blockSize | blocks | sda1                                       | vgRoot
        'btrfs' || 15      | 71827456   | 5      | 16384     | 16384  | '3578c1dc61cc9f65ba9f51cf0267bc72933d1437' | '4071bc2ba53d330c659709b3fcec52e487f9ee23'
        'ext4'  || 11      | 75862016   | 5      | 4096      | 65536  | '045a7d5fb16512da0725896fd4c653071b407e05' | '6289de6d6248da43d26bf96d6bba4df6c9a337e1'
        'fat32' || 3       | 41574400   | 3      | 512       | 614376 | '8f68389b5eae037e00c60306fde9e29d29cb8fec' | '837c66a5f49dd64adf6b963d157cf0b2aff122d8'
        'ntfs'  || 12      | 43560960   | 3      | 4096      | 51199  | '7f3b8232d033c73a3483f3b41213b09a6293b0aa' | '55da633ac6229b8768ef7a3d54379ee027e2fb17'
        'xfs'   || 13      | 109236224  | 7      | 4096      | 81920  | '5f73584f7011aaef3c251152287dbd8284ce4006' | 'a4cd749c3b9810f8d8ba3ccc4f27d944bbe37353'
    }

    def "the torrent of it is written and read back"() {
        given:
        def info = sample('ext4')
        def file = dir.resolve('sda1.torrent')

        when:
        TorrentFiles.write(info.draft('sda1').withCreator('Clonezilla').toSpec(), file)
        def back = TorrentFiles.read(file)

        then:
        back.infoHash().hex() == '045a7d5fb16512da0725896fd4c653071b407e05'
        back.extents() == info.extents()
        back.pieceLengthBytes() == PieceLength.PARTCLONE
        back.pieceHash(0) == 'bcced1517a4d1d95bab9327417cd5eb3356c98cd'.decodeHex()
    }

    def "reads #why"() {
        when:
        def info = parse(text)

        then:
        info.extents().extents() == extents
        info.pieceHashes().length == 20 * pieces

        where:
        why                                 | text                                                              || pieces | extents
        'a file'                            | HEADER + extent(0, 5) + SHA1                                      || 1      | [new Extent(0, 5)]
        'one of partclone before 0.3.18'    | extent(0, 5) + SHA1                                               || 1      | [new Extent(0, 5)]
        'lines that end in CR LF'           | (HEADER + extent(0, 5) + SHA1).replace('\n', '\r\n')              || 1      | [new Extent(0, 5)]
        'a last line without its end'       | HEADER + extent(0, 5) + SHA1.trim()                               || 1      | [new Extent(0, 5)]
        'empty lines'                       | '\n' + HEADER + '\n' + extent(0, 5) + '\n\r\n' + SHA1 + '\n'      || 1      | [new Extent(0, 5)]
        'capitals'                          | extent(0xabc, 5).replace('abc', 'ABC') + 'sha1: ' + 'AB' * 20     || 1      | [new Extent(0xabc, 5)]
        'headers of a later partclone'      | 'checksum: none\n' + HEADER + extent(0, 5) + SHA1                 || 1      | [new Extent(0, 5)]
        'a piece that is exactly full'      | extent(0, MIB16) + SHA1                                           || 1      | [new Extent(0, MIB16)]
        'a byte more than that'             | extent(0, MIB16) + extent(MIB16, 1) + SHA1 + SHA1                 || 2      | [new Extent(0, MIB16), new Extent(MIB16, 1)]
        'sha1 lines before the extents'     | SHA1 + extent(0, 5)                                               || 1      | [new Extent(0, 5)]
        'a sha1 between offset and length'  | extent(0, 5).replace('\nlength', '\n' + SHA1 + 'length')          || 1      | [new Extent(0, 5)]
        'an extent of no bytes'             | extent(0, 5) + extent(9, 0) + extent(8, 2) + SHA1                 || 1      | [new Extent(0, 5), new Extent(8, 2)]
        'the largest offset'                | extent(Long.MAX_VALUE - 1, 1) + SHA1                              || 1      | [new Extent(Long.MAX_VALUE - 1, 1)]
    }

    def "what the header does not say is not guessed"() {
        expect:
        parse(extent(0, 5) + SHA1).blockSizeBytes().empty
        parse(extent(0, 5) + SHA1).blocksTotal().empty
    }

    def "refuses #why"() {
        when:
        parse(text)

        then:
        def refused = thrown(BadTorrentInfo)
        refused.message == 'root.torrent.info' + message
        refused.kind() == Problem.Kind.INPUT
        refused.source() == 'root.torrent.info'

        where:
        why                               | text                                                             || message
        // The file as a whole.
        'an empty file'                   | ''                                                               || ': is empty; did partclone run to its end?'
        'empty lines only'                | '\n\r\n'                                                         || ': is empty; did partclone run to its end?'
        'a header only'                   | HEADER                                                           || ': names no extents'
        'what partclone.dd makes of a pipe' | 'block_size: 512\nblocks_total: 0\n'                           || ': names no extents, and 0 blocks'
        'extents of no bytes only'        | HEADER + extent(0, 0)                                            || ': names no extents'
        'a sha1 too few'                  | HEADER + extent(0, MIB16 + 1) + SHA1                             || ': has 1 sha1 lines, its extents need 2; did partclone run to its end?'
        'no sha1'                         | HEADER + extent(0, 5)                                            || ': has 0 sha1 lines, its extents need 1; did partclone run to its end?'
        'an extent too few, without sha1' | 'extents_total: 2\n' + extent(0, 5)                               || ': has 1 extents of the 2 that it should; was it cut off?'
        'an extent too few'               | 'extents_total: 2\n' + extent(0, 5) + SHA1                        || ': has 1 extents of the 2 that it should; was it cut off?'
        'some sha1 of two'                | 'extents_total: 1\n' + extent(0, MIB16 + 1) + SHA1                || ': has 1 sha1 lines, its extents need 2; did partclone run to its end?'
        'a sha1 too many'                 | HEADER + extent(0, MIB16) + SHA1 + SHA1                          || ': has 2 sha1 lines, its extents need 1; did partclone run to its end?'
        'a huge extent'                   | extent(0, Long.MAX_VALUE) + SHA1                                 || ': has 1 sha1 lines, its extents need 549,755,813,888; did partclone run to its end?'
        // Lines.
        'something else'                  | '<html>\n'                                                       || ':1: "<html>" is no line of a torrent.info'
        'binary junk'                     | HEADER + '\u0000\u001b[2J\u00ff\n'                               || ':3: "??[2J?" is no line of a torrent.info'
        'an image'                        | '\u0000' * 4096                                                  || ':1: the line is longer than 256 bytes'
        'a line of 10 million bytes'      | HEADER + 'sha1: ' + 'a' * 10_000_000                             || ':3: the line is longer than 256 bytes'
        'a line of 250 bytes'             | 'z' * 250                                                        || ":1: \"${'z' * 60}…\" is no line of a torrent.info"
        'an unknown line among extents'   | extent(0, 5) + 'lenght: 0\n' + SHA1                              || ':3: "lenght: 0" is no line of a torrent.info'
        // Extents.
        'a length alone'                  | HEADER + 'length: ' + '0' * 32 + '\n'                            || ':3: "length" without an "offset" before it'
        'a length twice'                  | extent(0, 5) + 'length: ' + '0' * 32 + '\n'                      || ':3: "length" without an "offset" before it'
        'an offset twice'                 | 'offset: ' + '0' * 32 + '\n' + extent(0, 5)                      || ':1: "offset" without a "length" after it'
        'an offset at the end'            | extent(0, 5) + SHA1 + 'offset: ' + '0' * 32                      || ':4: "offset" without a "length" after it'
        'a header after an offset'        | 'offset: ' + '0' * 32 + '\n' + HEADER                            || ':1: "offset" without a "length" after it'
        'an overlap'                      | extent(0, 10) + extent(9, 5) + SHA1                              || ':3: the extent at 0x9 starts before the end of the extent before it, 0xa'
        'an extent twice'                 | extent(16, 5) + SHA1 + extent(16, 5)                             || ':4: the extent at 0x10 starts before the end of the extent before it, 0x15'
        'descending extents'              | extent(16, 5) + extent(0, 5) + SHA1                              || ':3: the extent at 0x0 starts before the end of the extent before it, 0x15'
        'an offset that is no hex'        | 'offset: ' + 'z' * 32                                            || ":1: \"offset\" is not 32 hex digits: \"${'z' * 32}\""
        'a short offset'                  | 'offset: 10\n'                                                   || ':1: "offset" is not 32 hex digits: "10"'
        'a negative offset'               | 'offset: -' + '0' * 31                                           || ":1: \"offset\" is not 32 hex digits: \"-${'0' * 31}\""
        'a length cut off'                | extent(0, MIB16)[0..-10]                                         || ":2: \"length\" is not 32 hex digits: \"${'0' * 24}\""
        'a length without a value'        | 'offset: ' + '0' * 32 + '\nlength:\n'                            || ':2: "length" is not 32 hex digits: ""'
        'an offset of 2^63'               | 'offset: ' + '0' * 16 + '8' + '0' * 15                           || ":1: \"offset\" passes 2^63: \"${'0' * 16}8${'0' * 15}\""
        'a length of 2^64'                | 'offset: ' + '0' * 32 + '\nlength: ' + '0' * 15 + '1' + '0' * 16 || ":2: \"length\" passes 2^63: \"${'0' * 15}1${'0' * 16}\""
        'an end past 2^63'                | extent(Long.MAX_VALUE, 1)                                        || ':1: the extent at 0x7fffffffffffffff, 1 bytes, passes 2^63'
        // Hashes.
        'a hash that is no hex'           | extent(0, 5) + 'sha1: ' + 'xy' * 20                              || ":3: \"sha1\" is not 40 hex digits: \"${'xy' * 20}\""
        'a hash cut off'                  | extent(0, 5) + SHA1[0..-10]                                      || ":3: \"sha1\" is not 40 hex digits: \"${'ab' * 16}\""
        'a hash of another kind'          | extent(0, 5) + 'sha1: ' + 'ab' * 32                              || ":3: \"sha1\" is not 40 hex digits: \"${'ab' * 30}…\""
        // Headers.
        'a block size that is no number'  | 'block_size: 4k\n'                                               || ':1: "block_size" is not a number of 0 to 2^63-1: "4k"'
        'a block size without a value'    | 'block_size:\n'                                                  || ':1: "block_size" is not a number of 0 to 2^63-1: ""'
        'a negative block count'          | 'blocks_total: -1\n'                                             || ':1: "blocks_total" is not a number of 0 to 2^63-1: "-1"'
        'a block count of 2^63'           | 'blocks_total: 9223372036854775808\n'                            || ':1: "blocks_total" is not a number of 0 to 2^63-1: "9223372036854775808"'
        'a block size of 0'               | 'block_size: 0\n'                                                || ':1: a block size of 0 bytes; 1 byte to 64 MiB is possible'
        'a block size of 1 GiB'           | 'block_size: 1073741824\n'                                       || ':1: a block size of 1073741824 bytes; 1 byte to 64 MiB is possible'
        'a header twice'                  | HEADER + HEADER                                                  || ':3: "block_size" a second time'
    }

    def "what partclone.dd makes of a pipe has a remedy"() {
        when:
        parse('block_size: 512\nblocks_total: 0\n')

        then:
        def refused = thrown(BadTorrentInfo)
        refused.remedy().get() ==
                'partclone.dd writes that when it reads from a pipe; give it the device, or its size with -S'
    }

    def "a file cut off after #length bytes is refused, wherever that is"() {
        given:
        byte[] whole = TorrentInfoFileSpec.getResourceAsStream('fat32.torrent.info').bytes

        when:
        TorrentInfoFile.parse(new ByteArrayInputStream(whole, 0, length), 'x')

        then:
        thrown(BadTorrentInfo)

        where: 'all but the last byte, the end of the last line'
        length << (0..422)
    }

    def "a file that #why is told"() {
        given:
        make(dir)

        when:
        TorrentInfoFile.read(dir.resolve('torrent.info'))

        then:
        def refused = thrown(BadTorrentInfo)
        refused.message == "$dir/torrent.info: $message"
        refused.line() == 0

        where:
        why              | make                                                            || message
        'is not there'   | { Path d -> }                                                   || 'no such file'
        'is a directory' | { Path d -> Files.createDirectory(d.resolve('torrent.info')) }  || 'cannot be read: Is a directory'
    }

    def "a name that cannot stand in a path is refused"() {
        when:
        parse(extent(0, 5) + SHA1).draft('../sda1')

        then:
        thrown(BadImageName)
    }

    def "100,000 extents are read"() {
        given:
        def text = new StringBuilder(HEADER)
        100_000.times { text << extent(it * 8192L, 4096) }
        25.times { text << SHA1 }

        when:
        def info = parse(text.toString())

        then:
        info.extents().count() == 100_000
        info.totalBytes() == 409_600_000
    }
}
