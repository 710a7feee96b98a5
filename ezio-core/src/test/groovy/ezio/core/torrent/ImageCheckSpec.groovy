package ezio.core.torrent

import ezio.core.disk.DeviceFailure
import ezio.core.extent.Extent
import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(60)
class ImageCheckSpec extends Specification {

    static final int KIB = 1 << 10

    // 5 pieces of 16 KiB, the last one short; piece 1 runs on from the first extent into the second.
    static final ExtentMap EXTENTS = ExtentMap.builder().add(4 * KIB, 20 * KIB).add(64 * KIB, 50_000).build()

    def image = new MemoryImage(MemoryImage.random(128 * KIB).device, EXTENTS)
    def torrent = TorrentDraft.of('root', EXTENTS, 16 * KIB,
            PieceHasher.hash(image, 16 * KIB, 2, ProgressListener.NONE, new CancelToken())).toSpec()

    private ImageCheck check() {
        ImageCheck.check(torrent, image, 2, ProgressListener.NONE, new CancelToken())
    }

    def "an image that is as it should be is good in every piece"() {
        when:
        def check = check()
        check.throwIfWrong()

        then:
        check.good
        check.goodPieces().cardinality() == torrent.pieceCount()
        check.wrongPieces().empty
    }

    def "a wrong byte #where makes piece #piece wrong, and tells where it lies"() {
        given:
        image.device[offset] ^= 1

        when:
        def check = check()

        then:
        !check.good
        check.wrongPieces()*.index() == [piece]
        check.wrongPieces()[0].deviceRanges() == ranges
        check.wrongPieces()[0].expected() == torrent.pieceHash(piece).encodeHex().toString()
        check.wrongPieces()[0].found() != check.wrongPieces()[0].expected()
        check.goodPieces() == ((0..<5) - piece).inject(new BitSet()) { set, p -> set.set(p); set }

        where:
        where                     | offset           || piece | ranges
        'at the start'            | 4 * KIB          || 0     | [new Extent(4 * KIB, 16 * KIB)]
        'before the gap'          | 24 * KIB - 1     || 1     | [new Extent(20 * KIB, 4 * KIB), new Extent(64 * KIB, 12 * KIB)]
        'after the gap'           | 64 * KIB         || 1     | [new Extent(20 * KIB, 4 * KIB), new Extent(64 * KIB, 12 * KIB)]
        'at the end'              | 64 * KIB + 49999 || 4     | [new Extent(108 * KIB, 50_000 - 44 * KIB)]
    }

    def "bytes outside of the extents do not matter"() {
        given:
        image.device[0] ^= 1
        image.device[30 * KIB] ^= 1
        image.device[64 * KIB + 50_000] ^= 1

        expect:
        check().good
    }

    def "the problem names the first wrong piece and counts them"() {
        given:
        offsets.each { image.device[it] ^= 1 }
        def check = check()
        def first = check.wrongPieces()[0]

        when:
        check.throwIfWrong()

        then:
        def wrong = thrown(WrongPieces)
        wrong.message == "piece $piece of root differs on /dev/test (expected ${first.expected().take(4)}…, " +
                "found ${first.found().take(4)}…); $count"
        wrong.kind() == Problem.Kind.MISMATCH
        wrong.check().is(check)

        where:
        offsets                  || piece | count
        [64 * KIB + 49999]       || 4     | '1 of 5 pieces is wrong'
        [64 * KIB, 90 * KIB]     || 1     | '2 of 5 pieces are wrong'
    }

    def "a place that cannot be read is a device failure, not a wrong piece"() {
        given:
        image.failAtStreamBytes = 20 * KIB

        when:
        check()

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == DeviceFailure.Operation.READ
    }

    def "an image opened with other extents is a mistake of the caller"() {
        given:
        def other = new MemoryImage(image.device, ExtentMap.whole(128 * KIB))

        when:
        ImageCheck.check(torrent, other, 2, ProgressListener.NONE, new CancelToken())

        then:
        thrown(IllegalArgumentException)
    }

    def "progress says that it is checking"() {
        given:
        def seen = []

        when:
        ImageCheck.check(torrent, image, 1, { seen << it.what() }, new CancelToken())

        then:
        seen.unique() == ['checking /dev/test']
    }
}
