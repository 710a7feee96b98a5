package ezio.core.torrent

import ezio.core.problem.Problem
import spock.lang.Specification

class PieceLengthSpec extends Specification {

    static final long KIB = 1L << 10
    static final long MIB = 1L << 20
    static final long GIB = 1L << 30

    def "an image of #totalBytes bytes gets pieces of #pieceBytes bytes, #why"() {
        expect:
        PieceLength.choose(totalBytes) == pieceBytes

        where:
        totalBytes         || pieceBytes | why
        0                  || 256 * KIB  | 'the least'
        1                  || 256 * KIB  | 'the least'
        250 * MIB          || 256 * KIB  | 'a thousand'
        1000 * 512 * KIB - 1 || 256 * KIB | 'half as long makes 1999 and a short one'
        1000 * 512 * KIB   || 512 * KIB  | 'a thousand'
        GIB                || MIB        | '1024'
        60 * GIB           || 16 * MIB   | 'the most, 3840 of them'
        4096 * GIB         || 16 * MIB   | 'the most'
        Long.MAX_VALUE     || 16 * MIB   | 'the most'
    }

    def "there are a thousand pieces or more wherever 256 KiB allow it"() {
        expect:
        (28..44).collect { 1L << it }.every { it.intdiv(PieceLength.choose(it)) >= 1000 }
    }

    def "pieces of #bytes bytes are possible"() {
        expect:
        PieceLength.check(bytes) == bytes

        where:
        bytes << [16 * KIB, 32 * KIB, 256 * KIB, 16 * MIB, 64 * MIB]
    }

    def "pieces of #bytes bytes are refused"() {
        when:
        PieceLength.check(bytes)

        then:
        def refused = thrown(BadPieceLength)
        refused.message == "pieces of $bytes bytes are not possible"
        refused.remedy().get() == 'a piece length is a power of two, 16KiB to 64MiB'
        refused.kind() == Problem.Kind.USAGE

        where:
        bytes << [0, -1, 1, 8 * KIB, 16 * KIB + 1, 24 * KIB, 128 * MIB, Long.MIN_VALUE, 1L << 32, Long.MAX_VALUE]
    }

    def "counts the pieces, the short one too"() {
        expect:
        PieceLength.count(totalBytes, 16 << 10) == pieces

        where:
        totalBytes    || pieces
        0             || 0
        1             || 1
        16 * KIB      || 1
        16 * KIB + 1  || 2
    }

    def "so many pieces that nobody wants their hashes are refused"() {
        when:
        PieceLength.count(2048 * GIB, 16 << 10)

        then:
        def refused = thrown(BadPieceLength)
        refused.message == 'pieces of 16 KiB would be 134,217,728 for 2 TiB, at most 10,000,000 are possible'
        refused.remedy().get() == 'use longer pieces; 16 MiB fits this image'
    }
}
