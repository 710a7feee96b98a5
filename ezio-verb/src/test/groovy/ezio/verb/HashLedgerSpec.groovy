package ezio.verb

import ezio.core.torrent.InfoHash
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import spock.lang.Specification
import spock.lang.TempDir

class HashLedgerSpec extends Specification {

    static final InfoHash HASH = new InfoHash('a' * 40)
    static final Instant NOON = Instant.parse('2026-11-21T12:00:00Z')

    @TempDir
    Path directory

    private HashLedger ledger(Instant now = NOON) {
        new HashLedger(directory.resolve('state/hashed'), Clock.fixed(now, ZoneOffset.UTC))
    }

    private Path image() {
        Files.write(directory.resolve('a.img'), [1, 2, 3] as byte[])
    }

    def "knows an image that was not written to since"() {
        given:
        def image = image()
        ledger().record(HASH, HashLedger.How.MADE, HashLedger.glance(image))

        when:
        def found = ledger(NOON + Duration.ofHours(23)).find(HASH, image).get()

        then:
        found.how() == HashLedger.How.MADE
        found.time() == NOON
        found.words() == 'the hashes made'
    }

    def "knows nothing of an image that #why"() {
        given:
        def image = image()
        ledger().record(HASH, HashLedger.How.VERIFIED, HashLedger.glance(image))

        when:
        change(image)

        then:
        ledger(NOON + after).find(hash, image).empty

        where:
        why                        | hash                     | after                 | change
        'was written to'           | HASH                     | Duration.ZERO         | { Files.write(it, [1, 2, 3, 4] as byte[]) }
        'has another time'         | HASH                     | Duration.ZERO         |
                { Files.setLastModifiedTime(it, java.nio.file.attribute.FileTime.fromMillis(0)) }
        'was replaced'             | HASH                     | Duration.ZERO         |
                { path ->
                    def time = Files.getLastModifiedTime(path)
                    def other = Files.write(path.resolveSibling('other'), [1, 2, 3] as byte[])
                    Files.setLastModifiedTime(other, time)
                    Files.move(other, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING)
                }
        'is gone'                  | HASH                     | Duration.ZERO         | { Files.delete(it) }
        'belongs to another torrent' | new InfoHash('b' * 40) | Duration.ZERO         | { }
        'was hashed a day ago'     | HASH                     | Duration.ofHours(24)  | { }
        'was hashed in the future' | HASH                     | Duration.ofHours(-1)  | { }
    }

    def "a change while an image was hashed is noticed"() {
        given:
        def image = image()
        def before = HashLedger.glance(image)
        Files.write(image, [9, 9, 9, 9] as byte[])
        ledger().record(HASH, HashLedger.How.MADE, before)

        expect:
        ledger().find(HASH, image).empty
    }

    def "a slice that was changed is noticed"() {
        given:
        def slices = Files.createDirectory(directory.resolve('s'))
        def slice = Files.write(slices.resolve('0' * 32), [1] as byte[])
        ledger().record(HASH, HashLedger.How.RESTORED, HashLedger.glance(slices))

        expect:
        ledger().find(HASH, slices).present

        when:
        Files.write(slice, [1, 2] as byte[])

        then:
        ledger().find(HASH, slices).empty
    }

    def "the last word on an image counts, and others are kept"() {
        given:
        def image = image()
        def other = Files.write(directory.resolve('b.img'), [5] as byte[])
        ledger().record(HASH, HashLedger.How.MADE, HashLedger.glance(image))
        ledger().record(HASH, HashLedger.How.MADE, HashLedger.glance(other))
        ledger().record(HASH, HashLedger.How.VERIFIED, HashLedger.glance(image))

        expect:
        ledger().find(HASH, image).get().how() == HashLedger.How.VERIFIED
        ledger().find(HASH, other).get().how() == HashLedger.How.MADE
        Files.readAllLines(directory.resolve('state/hashed')).size() == 2
    }

    def "a broken or unwritable ledger is no ledger"() {
        given:
        def image = image()
        Files.createDirectories(directory.resolve('state'))
        Files.writeString(directory.resolve('state/hashed'), 'nonsense\n\t\t\t\t\n')
        def nowhere = new HashLedger(Path.of('/proc/nowhere/hashed'), Clock.systemUTC())

        expect:
        ledger().find(HASH, image).empty

        when:
        nowhere.record(HASH, HashLedger.How.MADE, HashLedger.glance(image))

        then:
        nowhere.find(HASH, image).empty
    }
}
