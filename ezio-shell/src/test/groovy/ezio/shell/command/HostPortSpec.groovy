package ezio.shell.command

import spock.lang.Specification

class HostPortSpec extends Specification {

    def "reads '#text'"() {
        expect:
        HostPort.parse(text) == new InetSocketAddress(host, port)

        where:
        text               || host        | port
        '10.0.0.1:6891'    || '10.0.0.1'  | 6891
        '[::1]:1'          || '::1'       | 1
        'localhost:65535'  || 'localhost' | 65535
    }

    def "refuses '#text'"() {
        when:
        HostPort.parse(text)

        then:
        def e = thrown(UsageProblem)
        e.message == "\"$text\" is not HOST:PORT"

        where:
        text << ['', '10.0.0.1', ':1', 'a:0', 'a:65536', '::1:1', 'a:b', 'a b:1']
    }
}
