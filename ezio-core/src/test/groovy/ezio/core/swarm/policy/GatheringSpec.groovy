package ezio.core.swarm.policy

import ezio.core.swarm.policy.Gathering.Flow
import spock.lang.Specification

class GatheringSpec extends Specification {

    static final double MBIT_200 = 25e6

    def "after #before ms of gathering and with #why it is #millis ms"() {
        expect:
        Gathering.next((long) (before * 1e6), flows.collect { new Flow(*it) }) == (long) (millis * 1e6)

        where:
        before | why                                              | flows                                  || millis
        0      | 'nothing that moves'                             | []                                     || 0
        20     | 'nothing that moves any more'                    | [[0, 0], [0, 1e9]]                     || 0
        0      | 'a steady flow'                                  | [[MBIT_200, 4e6]]                      || 2
        2      | 'a steady flow'                                  | [[MBIT_200, 4e6]]                      || 2.25
        19.9   | 'a steady flow'                                  | [[MBIT_200, 4e6]]                      || 20
        20     | 'a steady flow, however slow'                    | [[1000, 4e6]]                          || 20
        20     | 'one of two that is soon at its end'             | [[MBIT_200, 4e6], [MBIT_200, 250_000]] || 10
        20     | 'one that is soon at its end and does not move'  | [[MBIT_200, 4e6], [0, 0]]              || 20
        20     | 'one that stands still without us'               | [[MBIT_200, 4e6], [MBIT_200, 0]]       || 0
        20     | 'so fast a flow that it is not worth it'         | [[1e9, 1.9e6]]                         || 0
    }
}
