package ezio.core.swarm

import spock.lang.Specification

class CallsSpec extends Specification {

    def "an address without a port, or unresolved, is not called"() {
        expect:
        Calls.isUsable(address) == isUsable

        where:
        address                                              || isUsable
        new InetSocketAddress('127.0.0.1', 6881)             || true
        new InetSocketAddress('127.0.0.1', 0)                || false
        InetSocketAddress.createUnresolved('lab-07', 6881)   || false
    }
}
