package ezio.core.swarm.wire

import bt.protocol.extended.ExtendedMessageTypeMapping
import java.nio.ByteBuffer
import java.nio.channels.ScatteringByteChannel
import spock.lang.Specification

class FrameReaderSpec extends Specification {

    static final int TURN = 512 << 10

    def "of #arrived bytes #read are read in a turn, and who has more is read again soon: #isOver"() {
        given:
        def codec = new MessageCodec(Stub(ExtendedMessageTypeMapping), [:], InetAddress.loopbackAddress)
        def link = new Link(null, codec, Stub(LinkHandler), new InetSocketAddress('127.0.0.1', 1))
        def reader = new FrameReader(link, codec)
        def bytes = ByteBuffer.allocate(arrived)
        // Zeros are keep-alives after the handshake.
        bytes.put((byte) 19).put('BitTorrent protocol'.bytes).rewind()
        def channel = Stub(ScatteringByteChannel)
        channel.read(_ as ByteBuffer) >> { ByteBuffer into ->
            int count = Math.min(bytes.remaining(), into.remaining())
            into.put(bytes.slice().limit(count))
            bytes.position(bytes.position() + count)
            count
        }

        expect:
        reader.read(channel)
        bytes.position() == read
        reader.isTurnOver() == isOver

        where:
        arrived   || read      | isOver
        68        || 68        | false
        100_000   || 100_000   | false
        TURN - 1  || TURN - 1  | false
        3 << 20   || TURN      | true
    }
}
