package ezio.verb.live

import ezio.core.swarm.Pacing
import ezio.core.swarm.StopRule
import ezio.core.swarm.SwarmFixture
import ezio.core.swarm.TransferStatus
import ezio.core.unit.Rate
import ezio.verb.SlicesInTheWay
import ezio.verb.live.Resumption.Reason
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Restores that go on where an earlier one was. */
@Timeout(90)
class ResumeSpec extends Specification {

    static final int PIECES = 20

    @TempDir
    Path directory

    @AutoCleanup
    LiveFixture fixture

    def soon = new PollingConditions(timeout: 20, delay: 0.02)
    LiveNode seeder
    Path file

    def setup() {
        fixture = new LiveFixture(directory)
        seeder = fixture.node()
        fixture.seed(seeder)
        file = fixture.empty('target')
    }

    private LiveNode slowNode() {
        def limit = new Rate(fixture.torrent.totalBytes() / 4)
        fixture.node(SwarmFixture.SETTINGS.withPacing(new Pacing(Rate.ZERO, limit, Duration.ZERO)))
    }

    private RestoreOrder order(Path to = file) {
        fixture.restoreOrder(to, seeder)
    }

    /** Restores a part and stops. Returns how many pieces that were. */
    private int restorePart(RestoreOrder order = order()) {
        def node = slowNode()
        def restore = node.restore(order)
        soon.eventually { assert restore.status().piecesHeld() > 2 }
        restore.stop('asked to')
        node.close()
        int held = restore.status().piecesHeld()
        assert held < PIECES
        held
    }

    private static void await(LiveImage image) {
        image.completion().get(30, TimeUnit.SECONDS)
    }

    private List<Path> journals() {
        def at = fixture.place().journals()
        Files.isDirectory(at) ? Files.list(at).withCloseable { it.toList() } : []
    }

    private void flip(Path where, long at) {
        new RandomAccessFile(where.toFile(), 'rw').withCloseable {
            it.seek(at)
            int was = it.read()
            it.seek(at)
            it.write(was ^ 0xff)
        }
    }

    def "a restore that was stopped goes on without hashing, and fetches the rest only"() {
        given:
        int held = restorePart()

        expect:
        journals().size() == 1

        when:
        def restore = fixture.node().restore(order())
        await(restore)

        then:
        restore.resumption().get() == new Resumption(Reason.STOPPED, held, 0, PIECES)
        restore.status().downloadedBytes() ==
                fixture.torrent.totalBytes() - held * fixture.torrent.pieceLengthBytes()
        fixture.isRestored(file)
        journals().empty
    }

    def "where something was written meanwhile, what is on record is hashed, and what is wrong is fetched again"() {
        given:
        int held = restorePart()
        fixture.torrent.extents().extents().each { flip(file, it.offsetBytes()) }

        when:
        def restore = fixture.node().restore(order())
        await(restore)

        then:
        restore.resumption().get() == new Resumption(Reason.TOUCHED, 0, held, PIECES)
        fixture.isRestored(file)
    }

    def "a change that hides its time is noticed all the same"() {
        given:
        int held = restorePart()
        def time = Files.getLastModifiedTime(file)
        fixture.torrent.extents().extents().each { flip(file, it.offsetBytes()) }
        Files.setLastModifiedTime(file, time)

        when:
        def restore = fixture.node().restore(order())
        await(restore)

        then:
        restore.resumption().get().reason() == Reason.TOUCHED
        restore.resumption().get().hashedPieces() == held
        fixture.isRestored(file)
    }

    def "what is on record without an end, as after a kill, is hashed"() {
        given:
        int held = restorePart()
        def journal = journals()[0]
        Files.writeString(journal, RestoreJournal.parse(Files.readString(journal)).get().withMark(Optional.empty()).text())
        fixture.torrent.extents().extents().each { flip(file, it.offsetBytes()) }

        when:
        def restore = fixture.node().restore(order())
        await(restore)

        then:
        restore.resumption().get() == new Resumption(Reason.CUT_OFF, 0, held, PIECES)
        fixture.isRestored(file)
    }

    def "a journal that is #what is not believed, and everything is hashed"() {
        given:
        int held = restorePart()
        def journal = journals()[0]
        Files.writeString(journal, change(Files.readString(journal)))

        when:
        def restore = fixture.node().restore(order())
        await(restore)

        then:
        restore.resumption().get() == new Resumption(Reason.DAMAGED, 0, PIECES, PIECES)
        restore.status().downloadedBytes() ==
                fixture.torrent.totalBytes() - held * fixture.torrent.pieceLengthBytes()
        fixture.isRestored(file)
        journals().empty

        where:
        what                 | change
        'torn'               | { it.substring(0, it.length() - 20) }
        'empty'              | { '' }
        'changed'            | { it.replace('pieces: 20', 'pieces: 21') }
        'of another torrent' | { it.replaceFirst(/torrent: \w{4}/, 'torrent: 0000') }
    }

    def "the journal of one target is not believed for another"() {
        given:
        restorePart()
        def other = fixture.empty('other')

        when:
        def restore = fixture.node().restore(order(other))
        await(restore)

        then:
        restore.resumption().empty
        restore.status().downloadedBytes() == fixture.torrent.totalBytes()
        fixture.isRestored(other)
        journals().size() == 1
    }

    def "a target that was put in the place of another is not taken for it"() {
        given:
        restorePart()
        Files.delete(file)
        fixture.empty('takes the number')
        fixture.empty('target')

        when:
        def restore = fixture.node().restore(order())
        await(restore)

        then:
        restore.resumption().every { it.trustedPieces() == 0 }
        fixture.isRestored(file)
    }

    def "fresh forgets what is on record, and fetches everything"() {
        given:
        restorePart()

        when:
        def restore = fixture.node().restore(order().withFill(Fill.EMPTY))
        await(restore)

        then:
        restore.resumption().empty
        restore.status().downloadedBytes() == fixture.torrent.totalBytes()
        fixture.isRestored(file)
        journals().empty
    }

    def "a file that the restore made itself need not be named to go on, and a foreign one must be"() {
        given:
        def made = directory.resolve('made')
        def order = order(made).withOverwrite([] as Set).withCreateBytes(OptionalLong.of(0))
        int held = restorePart(order)

        when:
        def restore = fixture.node().restore(order)
        await(restore)

        then:
        restore.resumption().get().trustedPieces() == held
        fixture.isRestored(made)

        when: 'it is complete now, and nobody is known to want it overwritten'
        fixture.node().restore(order)

        then:
        thrown(ezio.core.disk.TargetRefused)
    }

    def "slices go on as well"() {
        given:
        def slices = directory.resolve('slices')
        def order = order(slices).withOverwrite([] as Set).withSlices(true)
        int held = restorePart(order)

        when:
        def restore = fixture.node().restore(order)
        await(restore)

        then:
        restore.resumption().get() == new Resumption(Reason.STOPPED, held, 0, PIECES)

        when:
        fixture.node().restore(order)

        then:
        thrown(SlicesInTheWay)
    }

    def "a complete target that is restored again is hashed, not fetched"() {
        given:
        def first = fixture.node()
        def restore = first.restore(order())
        await(restore)
        first.close()

        when:
        def again = fixture.node().restore(order())
        await(again)

        then:
        again.resumption().get() == new Resumption(Reason.COMPLETE, 0, PIECES, PIECES)
        again.status().downloadedBytes() == 0
    }

    def "a pause puts what is there on record"() {
        given:
        def node = slowNode()
        def restore = node.restore(order())
        soon.eventually { assert restore.status().piecesHeld() > 2 }

        when:
        restore.pause()

        then:
        def journal = RestoreJournal.parse(Files.readString(journals()[0])).get()
        journal.held().cardinality() == restore.status().piecesHeld()
        journal.mark().empty
    }
}
