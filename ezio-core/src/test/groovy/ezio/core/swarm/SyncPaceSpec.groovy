package ezio.core.swarm

import spock.lang.Specification

class SyncPaceSpec extends Specification {

    def pace = new SyncPace(100)

    def "the first sync comes some time after the first write, and one at a time"() {
        expect:
        !pace.begins(1000)
        !pace.begins(1099)
        pace.begins(1100)
        !pace.begins(5000)
    }

    def "who takes #took to sync is left alone for #rest"() {
        given:
        pace.begins(0)
        assert pace.begins(100)

        when:
        pace.ended(100, 100 + took)

        then:
        !pace.begins(100 + took + rest - 1)
        pace.begins(100 + took + rest)

        where: 'a twentieth of the time at most'
        took || rest
        1    || 100
        5    || 100
        50   || 1000
    }
}
