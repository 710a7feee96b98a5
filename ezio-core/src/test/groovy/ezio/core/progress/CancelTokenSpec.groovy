package ezio.core.progress

import java.util.concurrent.CancellationException
import spock.lang.Specification

class CancelTokenSpec extends Specification {

    def token = new CancelToken()

    def "does nothing until it is cancelled"() {
        when:
        token.throwIfCancelled()

        then:
        noExceptionThrown()
        !token.isCancelled()
    }

    def "stops work once cancelled, and again"() {
        given:
        token.cancel()
        token.cancel()

        when:
        token.throwIfCancelled()

        then:
        thrown(CancellationException)
        token.isCancelled()
    }

    def "runs every action once, on the thread that cancels"() {
        given:
        def ran = []
        token.onCancel { ran << ['a', Thread.currentThread()] }
        token.onCancel { ran << ['b', Thread.currentThread()] }

        when:
        token.cancel()
        token.cancel()

        then:
        ran.toSorted { it[0] } == [['a', Thread.currentThread()], ['b', Thread.currentThread()]]
    }

    def "an action that is given late runs at once"() {
        given:
        def ran = 0
        token.cancel()

        when:
        token.onCancel { ran++ }

        then:
        ran == 1
    }

    def "an action that fails does not keep the others from running"() {
        given:
        def ran = 0
        token.onCancel { ran++ }
        token.onCancel { throw new IllegalStateException('broken') }
        token.onCancel { ran++ }

        when:
        token.cancel()

        then:
        ran == 2
    }
}
