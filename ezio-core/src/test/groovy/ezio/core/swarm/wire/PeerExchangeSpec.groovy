package ezio.core.swarm.wire

import bt.net.buffer.DelegatingByteBufferView
import bt.protocol.DecodingContext
import bt.protocol.EncodingContext
import bt.protocol.InvalidMessageException
import java.nio.ByteBuffer
import java.nio.charset.StandardCharsets
import spock.lang.Specification

class PeerExchangeSpec extends Specification {

    def codec = new PeerExchange.Codec()

    static InetSocketAddress at(String host, int port) { new InetSocketAddress(host, port) }

    private PeerExchange decode(String text) {
        def bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))
        def context = new DecodingContext(null)
        int length = codec.decode(context, new DelegatingByteBufferView(bytes))
        assert length == text.length()
        (PeerExchange) context.message
    }

    private String encode(PeerExchange message, int room = 10_000) {
        def buffer = ByteBuffer.allocate(room)
        assert codec.encode(new EncodingContext(null), message, buffer)
        new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1)
    }

    def "peers of both families survive the way there and back"() {
        given:
        def added = [at('10.0.0.1', 6881), at('10.0.0.2', 6881), at('fd00::1', 7)]
        def dropped = [at('10.0.0.3', 1), at('fd00::2', 2)]

        when:
        def text = encode(new PeerExchange(added, dropped))
        def read = decode(text)

        then:
        read.added() == added
        read.dropped() == dropped
        text.startsWith('d5:added12:')
        text.contains('7:added.f2:\0\0')
        text.contains('8:added6.f1:\0')
    }

    def "a message that does not fit is for a larger buffer"() {
        expect:
        !codec.encode(new EncodingContext(null), new PeerExchange([at('10.0.0.1', 6881)], []), ByteBuffer.allocate(20))
    }

    def "what others send is read as far as it makes sense: #why"() {
        expect:
        decode(text).added() == added
        decode(text).dropped() == []

        where:
        why                          | text                                              || added
        'nothing'                    | 'de'                                              || []
        'empty lists'                | 'd5:added0:7:added.f0:7:dropped0:e'               || []
        'flags that are missing'     | 'd5:added6:\u000a\0\0\u0001\u001a\u00e1e'         || [at('10.0.0.1', 6881)]
        'flags that are too many'    | 'd5:added6:\u000a\0\0\u0001\u001a\u00e17:added.f3:abce' || [at('10.0.0.1', 6881)]
        'an address that is cut'     | 'd5:added8:\u000a\0\0\u0001\u001a\u00e1\u000a\0e' || [at('10.0.0.1', 6881)]
        'a port that is none'        | 'd5:added6:\u000a\0\0\u0001\0\0e'                 || []
        'a number in place of bytes' | 'd5:addedi5ee'                                    || []
    }

    def "no more is read than a peer has reason to send"() {
        expect:
        decode("d5:added${6 * 5000}:${'\u000a\0\0\u0001\u001a\u00e1' * 5000}e").added().size() == 200
    }

    def "what is no dictionary ends the connection: #text"() {
        when:
        decode(text)

        then:
        thrown(InvalidMessageException)

        where:
        text << ['', 'i5e', 'le', 'd', 'd5:added999999:xe', 'd' + 'l' * 5000]
    }
}
