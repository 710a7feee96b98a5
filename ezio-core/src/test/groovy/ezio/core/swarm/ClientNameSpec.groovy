package ezio.core.swarm

import bt.net.PeerId
import spock.lang.Specification

class ClientNameSpec extends Specification {

    def "the peer id #id is of #name"() {
        expect:
        ClientName.of(PeerId.fromBytes(id.getBytes('ISO-8859-1'))) == name

        where:
        id                     || name
        '-EZ0100-aaaaaaaaaaaa' || 'ezio 0.1.0'
        '-EZ1230-aaaaaaaaaaaa' || 'ezio 1.2.3'
        '-EZ0101-aaaaaaaaaaaa' || 'EZ0101'
        '-LT2080-aaaaaaaaaaaa' || 'LT2080'
        'A2-1-36-0-aaaaaaaaaa' || 'unknown'
    }

    def "what our peer ids begin with names the program that our extension handshake names"() {
        expect:
        ClientName.of(PeerId.fromBytes((ClientName.OWN_PREFIX + 'aaaaaaaaaaaa').bytes)) == ClientName.OWN
    }
}
