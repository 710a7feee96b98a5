package ezio.verb.live

import ezio.core.disk.TargetIdentity
import ezio.core.disk.WriteMark
import ezio.core.torrent.InfoHash
import java.time.Instant
import spock.lang.Specification

class RestoreJournalSpec extends Specification {

    static final JOURNAL = new RestoreJournal(new InfoHash('ab' * 20), 100, new TargetIdentity('file:7:4096:/a b'), true,
            Instant.parse('2026-11-21T10:00:00Z'), Optional.of(new WriteMark('boot file:1')), bits(0, 7, 8, 99))

    private static BitSet bits(int... numbers) {
        def bits = new BitSet()
        numbers.each { bits.set(it) }
        bits
    }

    def "what was written is read again"() {
        expect:
        RestoreJournal.parse(JOURNAL.text()).get() == JOURNAL
        RestoreJournal.parse(JOURNAL.withMark(Optional.empty()).text()).get().mark().empty
        def empty = new RestoreJournal(JOURNAL.torrent(), 100, JOURNAL.target(), false, JOURNAL.time(), Optional.empty(),
                new BitSet())
        RestoreJournal.parse(empty.text()).get() == empty
    }

    def "a journal that ends early is none, wherever"() {
        given:
        def text = JOURNAL.text()

        expect:
        (0..<text.length()).every { RestoreJournal.parse(text.substring(0, it)).empty }
    }

    def "a journal with a changed character is none, whichever"() {
        given:
        def text = JOURNAL.text()

        expect:
        (0..<text.length()).every { at ->
            def changed = new StringBuilder(text)
            changed.setCharAt(at, (char) ((text.charAt(at) as int) ^ 1))
            RestoreJournal.parse(changed.toString()).empty
        }
    }

    def "pieces that the torrent does not have make it none"() {
        expect:
        RestoreJournal.parse(new RestoreJournal(JOURNAL.torrent(), 99, JOURNAL.target(), true, JOURNAL.time(),
                Optional.empty(), JOURNAL.held()).text()).empty
    }
}
