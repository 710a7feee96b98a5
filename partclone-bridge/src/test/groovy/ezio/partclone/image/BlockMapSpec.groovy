package ezio.partclone.image

import ezio.core.extent.Extent
import ezio.core.problem.Problem
import spock.lang.Specification

class BlockMapSpec extends Specification {

    private static BlockMap read(PartcloneFile file) {
        BlockMap.read(new ByteArrayInputStream(file.bytes()), 'x')
    }

    def "reads the used blocks of #map"() {
        given:
        def read = read(new PartcloneFile(map: map, blockBytes: 4))

        expect:
        read.extents(ExtentCut.MERGED, 0).extents() == extents.collect { new Extent(it[0] * 4, it[1] * 4) }
        read.totalBlocks() == map.length()
        read.usedBlocks() == map.count('#')
        read.fileSystemBytes() == map.length() * 4

        where:
        map                || extents
        '#'                || [[0, 1]]
        '#.##'             || [[0, 1], [2, 2]]
        '########.#######' || [[0, 8], [9, 7]]
        '.' * 70_000 + '#' || [[70_000, 1]]
        '#' * 700_000      || [[0, 700_000]]
    }

    def "what is not to be had is refused: #why"() {
        when:
        read(file)

        then:
        def problem = thrown(Problem)
        problem.message == message

        where:
        why                 | file                                                    || message
        'a byte for each'   | new PartcloneFile(bitmapMode: 8)                        || 'x: the header says bitmap mode 8; the partclone of this system is expected to say 1'
        'version 1'         | new PartcloneFile(version: 1)                           || 'x: the header says version 1; 2 was expected'
        'a wrong count'     | new PartcloneFile(patch: { it.putLong(76, 1) })         || 'x: the header says a number of used blocks of 1; its bitmap has 14'
    }

    def "without a bitmap every block is used"() {
        expect:
        read(new PartcloneFile(bitmapMode: 0, map: '####')).usedBlocks() == 4
    }

    def "all of a device, with a last block that is shorter"() {
        given:
        def whole = BlockMap.whole('x', 1025, 512)

        expect:
        whole.totalBlocks() == 3
        whole.extents(ExtentCut.MERGED, 0).extents() == [new Extent(0, 1536)]
    }
}
