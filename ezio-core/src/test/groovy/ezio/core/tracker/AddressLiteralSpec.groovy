package ezio.core.tracker

import spock.lang.Specification

class AddressLiteralSpec extends Specification {

    def "reads #text"() {
        expect:
        AddressLiteral.parse(text).get().hostAddress == address

        where:
        text                || address
        '10.0.0.1'          || '10.0.0.1'
        '255.255.255.255'   || '255.255.255.255'
        'fd00::1'           || 'fd00:0:0:0:0:0:0:1'
        '::'                || '0:0:0:0:0:0:0:0'
        '::ffff:10.0.0.1'   || '10.0.0.1'
        '::ffff:a00:1'      || '10.0.0.1'
    }

    def "takes '#text' for no address, and asks no name server"() {
        expect:
        AddressLiteral.parse(text).isEmpty()

        where:
        text << ['', 'localhost', 'example.org', '10.0.0', '10.0.0.256', '10.0.0.01', '1', '0x7f000001', '10.0.0.1.2',
                 ':', ':::', '1:2', 'fd00::1%eth0', '::ffff:10.0.0.256', '12345::', '[::1]', '10.0.0.1:80', '-1.0.0.0']
    }
}
