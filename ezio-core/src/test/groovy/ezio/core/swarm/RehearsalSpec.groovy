package ezio.core.swarm

import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(30)
class RehearsalSpec extends Specification {

    @AutoCleanup
    def framework = new BtFramework(new InetSocketAddress(InetAddress.loopbackAddress, 6891), Duration.ofSeconds(5))

    def "the announce goes all the way, to a tracker of its own"() {
        expect:
        Rehearsal.announce(framework).interval() > Duration.ZERO
    }

    def "every message passes"() {
        when:
        Rehearsal.of(framework)

        then:
        noExceptionThrown()
    }
}
