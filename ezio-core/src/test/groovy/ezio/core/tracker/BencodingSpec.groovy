package ezio.core.tracker

import java.nio.charset.StandardCharsets
import spock.lang.Specification

class BencodingSpec extends Specification {

    def "writes #value as #text"() {
        expect:
        new String(Bencoding.encode(value), StandardCharsets.UTF_8) == text

        where:
        value                              || text
        0                                  || 'i0e'
        -3                                 || 'i-3e'
        Long.MAX_VALUE                     || 'i9223372036854775807e'
        ''                                 || '0:'
        'spam'                             || '4:spam'
        'ä'                                || '2:ä'
        'eggs'.bytes                       || '4:eggs'
        []                                 || 'le'
        [1, 'a', [2]]                      || 'li1e1:ali2eee'
        [:]                                || 'de'
        [b: 1, a: 'x', B: 2, 'a b': []]    || 'd1:Bi2e1:a1:x3:a ble1:bi1ee'
    }

    def "sorts keys as unsigned bytes, and writes them as they are"() {
        expect:
        Bencoding.encode(['\u0080': 1, '\u007f': 2, '\u00ff': 3]) ==
                'd1:~i2e1:~i1e1:~i3ee'.bytes.tap {
                    it[3] = 0x7f as byte
                    it[9] = 0x80 as byte
                    it[15] = 0xff as byte
                }
    }

    def "has no words for anything else"() {
        when:
        Bencoding.encode(1.5d)

        then:
        def e = thrown(IllegalArgumentException)
        e.message == 'cannot bencode 1.5'
    }
}
