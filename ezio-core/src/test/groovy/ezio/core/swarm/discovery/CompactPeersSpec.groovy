package ezio.core.swarm.discovery

import java.nio.ByteBuffer
import spock.lang.Specification

class CompactPeersSpec extends Specification {

    static final List<InetSocketAddress> PEERS = [['10.0.0.1', 6881], ['fd00::2', 65535], ['192.168.7.9', 1]].collect {
        new InetSocketAddress(it[0] as String, it[1] as int)
    }

    def "addresses of both families survive the way there and back"() {
        expect:
        CompactPeers.readIpv4(ByteBuffer.wrap(CompactPeers.ipv4(PEERS)), 9) == [PEERS[0], PEERS[2]]
        CompactPeers.readIpv6(ByteBuffer.wrap(CompactPeers.ipv6(PEERS)), 9) == [PEERS[1]]
        CompactPeers.ipv4(PEERS).encodeHex().toString() == '0a0000011ae1' + 'c0a807090001'
    }

    def "what is cut short, has no port or is too much is left out"() {
        given:
        def bytes = '0a0000010000' + '0a0000020001' + '0a0000030001' + '0a00'

        expect:
        CompactPeers.readIpv4(ByteBuffer.wrap(bytes.decodeHex()), most)*.address*.hostAddress == found

        where:
        most || found
        9    || ['10.0.0.2', '10.0.0.3']
        1    || ['10.0.0.2']
        0    || []
    }
}
