package ezio.core.image

import ezio.core.disk.MemoryDevice
import ezio.core.extent.Extent
import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import java.nio.ByteBuffer
import java.nio.channels.Channels
import spock.lang.Specification

class ExcerptImageSpec extends Specification {

    def device = new MemoryDevice('/dev/sdz', 1000).tap { new Random(1).nextBytes(it.bytes()) }
    def whole = new RawImage(device, map('100+50 150+50 400+100 900+10'))

    private static ExtentMap map(String text) {
        ExtentMap.of(text.split(' ').collect {
            def (offset, length) = it.split(/\+/)*.toLong()
            new Extent(offset, length)
        })
    }

    def "what is wanted as #wanted is read out of it"() {
        given:
        def image = new ExcerptImage(whole, map(wanted))
        def direct = new RawImage(device, map(wanted))
        int total = (int) image.extents().totalBytes()

        expect:
        image.isAll() == all
        image.extents() == map(wanted)
        image.name() == '/dev/sdz'
        [[0, total], [1, total - 1], [total - 3, 3], [2, 1]].every { at, length ->
            def ours = ByteBuffer.allocate(length)
            def theirs = ByteBuffer.allocate(length)
            image.read(at, ours)
            direct.read(at, theirs)
            def sent = new ByteArrayOutputStream()
            while (sent.size() < length) {
                assert image.transfer(at + sent.size(), length - sent.size(), Channels.newChannel(sent)) > 0
            }
            sent.toByteArray() == ours.array() && !ours.hasRemaining() && ours.flip() == theirs.flip()
        }
        ExcerptImage.require('x', whole.extents(), map(wanted)) == all

        where:
        wanted                             || all
        '100+50 150+50 400+100 900+10'     || true
        '100+100 400+100 900+10'           || true
        '100+7 107+93 400+99 499+1 900+10' || true
        '400+100'                          || false
        '120+60 450+50 905+5'              || false
        '199+1 400+1 909+1'                || false
        '140+20 160+5 170+10'              || false
    }

    def "what it does not hold is refused: #wanted"() {
        when:
        new ExcerptImage(whole, map(wanted))

        then:
        def refused = thrown(BlocksMissing)
        refused.message == "/dev/sdz does not hold the $words of the partition, which are in the torrent"
        refused.kind() == Problem.Kind.INPUT
        refused.offsetBytes() == offset
        refused.lengthBytes() == length

        where:
        wanted           || offset | length | words
        '0+10'           || 0      | 10     | '10 bytes at 0x0'
        '100+101'        || 200    | 1      | '1 bytes at 0xc8'
        '100+50 300+150' || 300    | 150    | '150 bytes at 0x12c'
        '400+100 500+50' || 500    | 50     | '50 bytes at 0x1f4'
        '950+1'          || 950    | 1      | '1 bytes at 0x3b6'
    }
}
