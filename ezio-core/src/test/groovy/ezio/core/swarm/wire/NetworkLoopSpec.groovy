package ezio.core.swarm.wire

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.function.LongSupplier
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(30)
class NetworkLoopSpec extends Specification {

    static final long REST_NS = 400_000_000

    @AutoCleanup
    NetworkLoop loop

    def "lets things gather for as long as its ticks say, and no longer"() {
        given:
        begin { REST_NS }

        when:
        // One of them comes right after the other was dealt with.
        long began = System.nanoTime()
        run()
        run()

        then:
        System.nanoTime() - began > REST_NS / 2
    }

    def "does not rest while a link has more to read"() {
        given:
        begin { REST_NS }
        def turns = 20
        def done = new CountDownLatch(turns)

        when:
        long began = System.nanoTime()
        loop.execute { turn(done) }

        then:
        done.await(20, TimeUnit.SECONDS)
        System.nanoTime() - began < turns * REST_NS / 2
    }

    def "ends in the middle of a rest"() {
        given:
        begin { 20_000_000_000L }

        when:
        long began = System.nanoTime()
        loop.close()

        then:
        System.nanoTime() - began < 5_000_000_000
    }

    private void begin(LongSupplier rest) {
        def tick = new CountDownLatch(1)
        loop = new NetworkLoop('spec', { tick.countDown(); rest.asLong }, Runnable::run)
        assert tick.await(10, TimeUnit.SECONDS)
    }

    private void run() {
        def done = new CountDownLatch(1)
        loop.execute { done.countDown() }
        assert done.await(20, TimeUnit.SECONDS)
    }

    private void turn(CountDownLatch done) {
        done.countDown()
        if (done.count > 0) {
            loop.goOnSoon()
            // As a socket that is readable still: not in this round.
            Thread.start { loop.execute { turn(done) } }
        }
    }
}
