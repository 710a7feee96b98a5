package ezio.verb.live

import ezio.core.swarm.StopRule
import ezio.core.swarm.Transfer
import ezio.core.swarm.TransferStatus
import ezio.core.unit.Rate
import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.util.concurrent.Executor
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class NodeImageSpec extends Specification {

    @TempDir
    Path directory

    @AutoCleanup
    LiveFixture fixture

    def board = new Board(Clock.systemUTC(), { it.run() } as Executor)

    def setup() {
        fixture = new LiveFixture(directory)
    }

    NodeImage image() {
        def transfer = Stub(Transfer) {
            torrent() >> fixture.torrent
            status() >> new TransferStatus(
                    TransferStatus.State.SEEDING, false, 1, 1, 1, 1, 0, 0, 0, Rate.ZERO, Rate.ZERO, Duration.ZERO, [], 0,
                    Optional.empty(), Optional.empty(), Optional.empty())
        }
        new NodeImage(SwarmImage.Role.SEED, fixture.image, fixture.image, StopRule.NEVER, transfer, board, {},
                Optional.empty(), Optional.empty(), false)
    }

    def "what is stopped before it was told to seed is not told to seed afterwards"() {
        given:
        def image = image()

        when:
        image.stop('asked to')
        image.tellUnlessLeaving(LiveEvent.Kind.SEEDING, 'seeding', [:])

        then:
        board.last()*.kind() == [LiveEvent.Kind.STOPPED]
    }

    def "what was told before stays told"() {
        given:
        def image = image()

        when:
        image.tellUnlessLeaving(LiveEvent.Kind.SEEDING, 'seeding', [:])
        image.stop('asked to')

        then:
        board.last()*.kind() == [LiveEvent.Kind.SEEDING, LiveEvent.Kind.STOPPED]
    }
}
