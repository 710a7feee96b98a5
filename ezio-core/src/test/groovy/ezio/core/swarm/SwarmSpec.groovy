package ezio.core.swarm

import ezio.core.disk.DeviceFailure
import java.time.Duration
import java.util.concurrent.ExecutionException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(60)
class SwarmSpec extends Specification {

    @AutoCleanup
    SwarmFixture swarm

    def "targets that start together all get every byte, and serve each other"() {
        given:
        swarm = new SwarmFixture(payloadBytes, pieceBytes)
        swarm.seed()
        def targets = (1..3).collect { swarm.target("/dev/target$it") }

        when:
        def restores = targets.collect { swarm.restore(it) }
        swarm.introduce()
        restores.each { SwarmFixture.await(it) }

        then:
        targets.every { Arrays.equals(it.bytes, swarm.payload) }
        restores.every { it.status().state() == TransferStatus.State.SEEDING }
        restores.every { it.status().rejectedPieces() == 0 }

        where:
        payloadBytes      | pieceBytes
        20_000_001        | 1 << 18
        1                 | 1 << 14
        (1 << 20)         | 1 << 20
        40_000_000        | 1 << 24
        (1 << 14) * 5 + 7 | 1 << 14
    }
}
