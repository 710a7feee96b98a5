package ezio.core.problem

import spock.lang.Specification

class SimilarSpec extends Specification {

    static final List<String> COMMANDS = ['disks', 'torrent', 'seed', 'restore', 'verify', 'tracker', 'demo', 'help']

    def "'#word' may have been meant as #meant"() {
        expect:
        Similar.to(word, COMMANDS) == meant

        where:
        word      || meant
        'sed'     || ['seed']
        'sede'    || ['seed']
        'torrents' || ['torrent']
        'tracer'  || ['tracker']
        'res'     || ['restore']
        'disk'    || ['disks']
        'x'       || []
        'banana'  || []
    }

    def "from '#a' to '#b' are #distance slips"() {
        expect:
        Similar.distance(a, b) == distance

        where:
        a      | b      || distance
        ''     | ''     || 0
        'a'    | ''     || 1
        'seed' | 'sede' || 1
        'ab'   | 'ba'   || 1
        'abc'  | 'xbz'  || 2
    }
}
