package ezio.core.swarm.wire

import bt.net.buffer.DelegatingByteBufferView
import bt.protocol.DecodingContext
import bt.protocol.EncodingContext
import bt.protocol.InvalidMessageException
import bt.protocol.extended.ExtendedMessageTypeMapping
import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets
import java.util.function.BiConsumer
import spock.lang.Specification

class HavePartsSpec extends Specification {

    static final int OWN_NUMBER = 3
    static final int PEERS_NUMBER = 9

    def codec = new HaveParts.Codec()

    static BitSet bits(int... parts) {
        def bits = new BitSet()
        parts.each { bits.set(it) }
        bits
    }

    private Map<Integer, BitSet> decode(String payload) {
        def bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.ISO_8859_1))
        def context = new DecodingContext(null)
        int length = codec.decode(context, new DelegatingByteBufferView(bytes))
        assert length == payload.length()
        ((HaveParts) context.message).parts()
    }

    private String encode(Map<Integer, BitSet> parts) {
        def buffer = ByteBuffer.allocate(10_000)
        assert codec.encode(new EncodingContext(null), new HaveParts(parts), buffer)
        new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1)
    }

    /** What knows the extension by one number of its own and one of the peer's. */
    private MessageCodec connection() {
        def mapping = new ExtendedMessageTypeMapping() {
            String getTypeNameForId(Integer id) { id == OWN_NUMBER ? HaveParts.NAME : null }

            Integer getIdForTypeName(String name) { name == HaveParts.NAME ? OWN_NUMBER : null }

            String getTypeNameForJavaType(Class<?> type) { type == HaveParts ? HaveParts.NAME : null }

            void visitMappings(BiConsumer<String, Integer> visitor) { visitor.accept(HaveParts.NAME, OWN_NUMBER) }
        }
        new MessageCodec(mapping, [(HaveParts.NAME): codec], InetAddress.loopbackAddress)
    }

    private static ByteBuffer extended(int number, String payload) {
        def bytes = payload.getBytes(StandardCharsets.ISO_8859_1)
        ByteBuffer.allocate(6 + bytes.length).putInt(2 + bytes.length).put((byte) 20).put((byte) number).put(bytes).flip()
    }

    def "parts survive the way there and back: #parts"() {
        expect:
        decode(encode(parts)) == parts

        where:
        parts << [
            [:],
            [7: bits(0)],
            [0: bits()],
            [0: bits(7), 1: bits(8), 2: bits(0, 1, 15, 16)],
            [(Integer.MAX_VALUE): bits(63), 812: bits(*(0..63))],
        ]
    }

    def "each piece is its number, the length of its bits, and these, the first part in the highest bit"() {
        expect:
        encode([5: bits(0, 3, 9), 258: bits()]) == '14:\0\0\0\u0005\0\u0002\u0090\u0040' + '\0\0\u0001\u0002\0\0'
    }

    def "the sender's sets may change afterwards"() {
        given:
        def held = bits(1)
        def message = new HaveParts([3: held])

        when:
        held.set(2)

        then:
        message.parts() == [3: bits(1)]
    }

    def "a message that does not fit is for a larger buffer"() {
        expect:
        codec.encode(new EncodingContext(null), new HaveParts([1: bits(0)]), ByteBuffer.allocate(9))
        !codec.encode(new EncodingContext(null), new HaveParts([1: bits(0)]), ByteBuffer.allocate(8))
    }

    def "what is no list of parts ends the connection: #why"() {
        when:
        decode(payload)

        then:
        thrown(InvalidMessageException)

        where:
        why                                | payload
        'nothing'                          | ''
        'no length'                        | ':'
        'an integer'                       | 'i7e'
        'a dictionary'                     | 'de'
        'no colon'                         | '7'
        'no colon, and a negative number'  | '-1'
        'a negative length'                | '-1:'
        'a length with a leading zero'     | '07:\0\0\0\0\0\u0001\u0080'
        'a length beyond the rest'         | '8:\0\0\0\0\0\u0001\u0080'
        'a length of less than the rest'   | '6:\0\0\0\0\0\u0001\u0080'
        'a length of more than an integer' | '99999999999999999999:\0\0\0\0\0\0'
        'a piece and no length'            | '4:\0\0\0\0'
        'half a head after an entry'       | '9:\0\0\0\0\0\0\0\0\0'
        'an end inside of the bits'        | '8:\0\0\0\0\0\u0003\u0080\0'
        'bits beyond the end by far'       | '7:\0\0\0\0\u00ff\u00ff\u0080'
        'text that never ends'             | '1' * 60_000
    }

    def "it passes through a connection's codec, both ways"() {
        given:
        def connection = connection()
        connection.decode(extended(0, "d1:md${HaveParts.NAME.length()}:${HaveParts.NAME}i${PEERS_NUMBER}eee"))

        when:
        def sent = connection.encode(new HaveParts([4: bits(2)]))

        then:
        sent.get(5) == PEERS_NUMBER as byte

        when: 'it comes back, by our number'
        sent.put(5, (byte) OWN_NUMBER)

        then:
        connection.decode(sent).parts() == [4: bits(2)]
    }

    def "through a connection's codec, too, nothing broken gets: #payload"() {
        when:
        connection().decode(extended(OWN_NUMBER, payload))

        then:
        thrown(InvalidMessageException)

        where:
        payload << ['', '-1', 'i7e', 'de', '4:\0\0\0\0', '7:\0\0\0\0\0\u0001', '9999999:x', '6:\0\0\0\0\0\0trailing']
    }
}
