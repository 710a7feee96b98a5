package ezio.core.extent

import spock.lang.Specification

class ExtentMapSpec extends Specification {

    def map = ExtentMap.of([new Extent(100, 10), new Extent(110, 5), new Extent(1L << 40, 20)])

    def "knows its stream and the device that it needs"() {
        expect:
        map.count() == 3
        map.totalBytes() == 35
        map.endBytes() == (1L << 40) + 20
        map.streamStartBytes(2) == 15
        map.extents() == [new Extent(100, 10), new Extent(110, 5), new Extent(1L << 40, 20)]
        map.toString() == '3 extents, 35 bytes'
    }

    def "byte #at of the stream is in extent #index"() {
        expect:
        map.indexAt(at) == index

        where:
        at || index
        0  || 0
        9  || 0
        10 || 1
        14 || 1
        15 || 2
        34 || 2
    }

    def "byte #at is not in a stream of 35"() {
        when:
        map.indexAt(at)

        then:
        def e = thrown(IndexOutOfBoundsException)
        e.message == "byte $at of 35".toString()

        where:
        at << [-1, 35, Long.MAX_VALUE]
    }

    def "#length bytes at #at are the parts #parts"() {
        given:
        def visited = []

        when:
        map.visit(at, length, (i, inExtent, device, part) -> visited << [i, inExtent, device, part])

        then:
        visited == parts

        where:
        at | length || parts
        0  | 10     || [[0, 0, 100, 10]]
        3  | 2      || [[0, 3, 103, 2]]
        9  | 2      || [[0, 9, 109, 1], [1, 0, 110, 1]]
        8  | 10     || [[0, 8, 108, 2], [1, 0, 110, 5], [2, 0, 1L << 40, 3]]
        34 | 1      || [[2, 19, (1L << 40) + 19, 1]]
        35 | 0      || []
    }

    def "does not visit #length bytes at #at"() {
        given:
        def visited = []

        when:
        map.visit(at, length, (i, inExtent, device, part) -> visited << i)

        then:
        thrown(IndexOutOfBoundsException)
        visited == []

        where:
        at             | length
        0              | 36
        35             | 1
        -1             | 2
        0              | -1
        Long.MAX_VALUE | 2
        1              | Long.MAX_VALUE
    }

    def "a part can be longer than 2 GiB"() {
        given:
        def visited = []

        when:
        ExtentMap.whole(10L << 30).visit(1L << 30, 9L << 30, (i, inExtent, device, part) -> visited << [device, part])

        then:
        visited == [[1L << 30, 9L << 30]]
    }

    def "refuses an extent at #offset of #length after one from 100 to 110: #why"() {
        when:
        ExtentMap.builder().add(100, 10).add(offset, length)

        then:
        def e = thrown(IllegalArgumentException)
        e.message == message

        where:
        why        | offset         | length || message
        'overlap'  | 109            | 1      || 'extent at 109 starts before the end of the extent before it, 110'
        'order'    | 0              | 1      || 'extent at 0 starts before the end of the extent before it, 110'
        'empty'    | 200            | 0      || 'no extent: offset 200, length 0'
        'negative' | 200            | -1     || 'no extent: offset 200, length -1'
        'below 0'  | -1             | 1      || 'no extent: offset -1, length 1'
        'overflow' | Long.MAX_VALUE | 1      || "no extent: offset $Long.MAX_VALUE, length 1".toString()
    }

    def "byte #device of the device is byte #stream of the stream"() {
        expect:
        map.streamBytesOf(device) == stream

        where:
        device           || stream
        0                || -1
        99               || -1
        100              || 0
        109              || 9
        110              || 10
        114              || 14
        115              || -1
        1L << 40         || 15
        (1L << 40) + 19  || 34
        (1L << 40) + 20  || -1
        Long.MAX_VALUE   || -1
    }

    def "extents that touch become one"() {
        expect:
        map.merged() == ExtentMap.of([new Extent(100, 15), new Extent(1L << 40, 20)])
        map.merged().merged() == map.merged()
        ExtentMap.builder().build().merged().count() == 0
    }

    def "an empty map has an empty stream"() {
        given:
        def empty = ExtentMap.builder().build()

        expect:
        [empty.count(), empty.totalBytes(), empty.endBytes()] == [0, 0, 0]
    }

    def "maps of the same extents are equal, others are not"() {
        expect:
        ExtentMap.of(map.extents()) == map
        ExtentMap.of(map.extents()).hashCode() == map.hashCode()
        ExtentMap.whole(35) != map
    }

    def "every byte of 2,000 random extents is found where the extent says"() {
        given:
        def random = new Random(4711)
        def builder = ExtentMap.builder()
        2_000.times { builder.add(builder.endOfLast() + random.nextInt(3), 1 + random.nextInt(5)) }
        def built = builder.build()
        def places = built.extents().collectMany { (it.offsetBytes()..<it.endBytes()).toList() }

        expect:
        places.size() == built.totalBytes()
        places.withIndex().every { place, at ->
            int i = built.indexAt(at)
            built.offsetBytes(i) + at - built.streamStartBytes(i) == place
        }
    }
}
