package ezio.core.swarm

import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(60)
class NetworkRangeSpec extends Specification {

    @AutoCleanup(quiet = true)
    SwarmFixture swarm

    def "#text #verb #address"() {
        expect:
        NetworkRange.parse(text).contains(InetAddress.getByName(address)) == isIn

        where:
        text              | address          || isIn
        '10.0.0.0/8'      | '10.255.255.255' || true
        '10.0.0.0/8'      | '11.0.0.0'       || false
        '192.0.2.128/25'  | '192.0.2.127'    || false
        '192.0.2.128/25'  | '192.0.2.128'    || true
        '192.0.2.7'       | '192.0.2.7'      || true
        '192.0.2.7'       | '192.0.2.6'      || false
        '0.0.0.0/0'       | '203.0.113.9'    || true
        '0.0.0.0/0'       | '::1'            || false
        '10.0.0.0/8'      | '::ffff:10.1.1.1' || true
        'fd00::/8'        | 'fdff::1'        || true
        'fd00::/8'        | 'fe80::1'        || false
        verb = isIn ? 'holds' : 'does not hold'
    }

    def "\"#text\" is refused"() {
        when:
        NetworkRange.parse(text)

        then:
        def e = thrown(IllegalArgumentException)
        e.message == message

        where:
        text           || message
        'lab'          || '"lab" is no network; write it like 10.0.0.0/8'
        '10.0.0.0/33'  || '"10.0.0.0/33": a prefix has 32 bits at most'
        '10.1.0.0/8'   || '"10.1.0.0/8" has bits below its prefix of 8'
        '300.0.0.0/8'  || '"300.0.0.0/8" is no network; write it like 10.0.0.0/8'
    }

    def "a node accepts and calls peers of an allowed network"() {
        given:
        swarm = new SwarmFixture(1 << 20, 1 << 18)
        def strict = SwarmFixture.SETTINGS.withAllowedNetworks([NetworkRange.parse('127.0.0.0/8')])
        swarm.seed(swarm.source(), swarm.node(strict))
        def target = swarm.restore(swarm.target(), swarm.node(strict))

        when:
        swarm.introduce()

        SwarmFixture.await(target)

        then:
        target.status().complete
    }

    def "nothing goes between a node and a peer of another network, whoever calls"() {
        given:
        swarm = new SwarmFixture(1 << 20, 1 << 18)
        def strict = swarm.node(SwarmFixture.SETTINGS.withAllowedNetworks([NetworkRange.parse('10.0.0.0/8')]))
        def open = swarm.node()
        def seed = swarm.seed(swarm.source(), strict)
        def target = swarm.restore(swarm.target(), open)

        when:
        swarm.introduce()
        def link = new Socket(InetAddress.loopbackAddress, strict.port())
        link.soTimeout = 5000

        then: 'the strict node has hung up'
        link.inputStream.read() == -1
        seed.status().peers().empty
        target.status().downloadedBytes() == 0

        cleanup:
        link?.close()
    }
}
