package ezio.core.swarm.discovery

import ezio.core.torrent.InfoHash
import java.nio.charset.StandardCharsets
import spock.lang.Specification

class LocalAnnouncementSpec extends Specification {

    static final InfoHash ONE = new InfoHash('01' * 20)
    static final InfoHash TWO = new InfoHash('ab' * 20)

    private static Optional<LocalAnnouncement> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1)
        LocalAnnouncement.parse(bytes, bytes.length)
    }

    def "an announcement is written as the protocol has it, and read again"() {
        given:
        def announcement = new LocalAnnouncement(6891, [ONE, TWO], 'c0ffee')

        when:
        byte[] bytes = announcement.bytes('239.192.152.143:6771')

        then:
        new String(bytes, StandardCharsets.US_ASCII) == [
            'BT-SEARCH * HTTP/1.1', 'Host: 239.192.152.143:6771', 'Port: 6891', "Infohash: ${'01' * 20}",
            "Infohash: ${'ab' * 20}", 'cookie: c0ffee', '', '', ''
        ].join('\r\n')
        LocalAnnouncement.parse(bytes, bytes.length) == Optional.of(announcement)
    }

    def "what others write is read: #why"() {
        expect:
        parse("BT-SEARCH * HTTP/1.1\r\n$lines\r\n") == Optional.of(expected)

        where:
        why                          | lines                                                || expected
        'no cookie'                  | "Port: 7\r\nInfohash: ${'01' * 20}"                  || new LocalAnnouncement(7, [ONE], '')
        'other case, other headers'  | "X: y\r\nPORT:7\r\nINFOHASH: ${'AB' * 20}\r\n\r\n"   || new LocalAnnouncement(7, [TWO], '')
        'line ends of one character' | "Port: 7\nInfohash: ${'01' * 20}"                    || new LocalAnnouncement(7, [ONE], '')
        'one hash of two is none'    | "Port: 7\r\nInfohash: x\r\nInfohash: ${'01' * 20}"   || new LocalAnnouncement(7, [ONE], '')
    }

    def "what is no announcement is passed over: #why"() {
        expect:
        parse(text).empty

        where:
        why              | text
        'nothing'        | ''
        'something else' | "M-SEARCH * HTTP/1.1\r\nPort: 7\r\nInfohash: ${'01' * 20}\r\n"
        'no port'        | "BT-SEARCH * HTTP/1.1\r\nInfohash: ${'01' * 20}\r\n"
        'port 0'         | "BT-SEARCH * HTTP/1.1\r\nPort: 0\r\nInfohash: ${'01' * 20}\r\n"
        'port 65536'     | "BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\nInfohash: ${'01' * 20}\r\n"
        'a long port'    | "BT-SEARCH * HTTP/1.1\r\nPort: ${'9' * 500}\r\nInfohash: ${'01' * 20}\r\n"
        'no hash'        | 'BT-SEARCH * HTTP/1.1\r\nPort: 7\r\n'
        'binary'         | '\u0000\u00ff' * 700
    }

    def "no more hashes are taken than are sent"() {
        expect:
        parse("BT-SEARCH * HTTP/1.1\r\nPort: 7\r\n${"Infohash: ${'01' * 20}\r\n" * 25}").get().infoHashes().size() == 20
        new LocalAnnouncement(65535, [ONE] * 20, 'c' * 16).bytes('239.192.152.143:6771').length < 1400
    }
}
