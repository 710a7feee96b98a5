package ezio.core.swarm

import ezio.core.unit.Rate
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Limits between real nodes. Rates are bytes over the time that they took, so a slow machine is within the limit too. */
@Timeout(90)
class PacingSpec extends Specification {

    static final int KIB = 1 << 10
    static final int MIB = 1 << 20

    @AutoCleanup(quiet = true)
    SwarmFixture swarm
    @AutoCleanup('shutdownNow')
    def timer = Executors.newScheduledThreadPool(1)

    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    private static SwarmSettings limited(double upload, double download, Duration slowStart = Duration.ZERO) {
        SwarmFixture.SETTINGS.withPacing(new Pacing(new Rate(upload), new Rate(download), slowStart))
    }

    /** Returns the rate from the first block on, by the clock of whoever measures. */
    private static double restoreAndMeasure(SwarmFixture swarm, Transfer restore) {
        swarm.introduce()
        new PollingConditions(timeout: 10, delay: 0.001).eventually { assert restore.status().downloadedBytes() > 0 }
        long start = System.nanoTime()
        long first = restore.status().downloadedBytes()
        SwarmFixture.await(restore, 60)
        (restore.status().downloadedBytes() - first) / ((System.nanoTime() - start) / 1e9)
    }

    def "#what limit of #limit bytes a second is kept, over #bytes bytes"() {
        given:
        swarm = new SwarmFixture(bytes, 1 << 18)
        swarm.seed(swarm.source(), swarm.node(limited(what == 'an upload' ? limit : 0, 0)))
        def target = swarm.target()
        def restore = swarm.restore(target, swarm.node(limited(0, what == 'a download' ? limit : 0)))

        when:
        double rate = restoreAndMeasure(swarm, restore)

        then: 'two blocks may go at once, and what was saved in 20 ms'
        rate <= limit * 1.03 + limit * 0.02 + 2 * 16 * KIB
        rate > limit * 0.25
        swarm.isWhole(target)

        where:
        what         | limit    | bytes
        'an upload'  | 100 * KIB | 400 * KIB
        'an upload'  | 20 * MIB  | 60 * MIB
        'a download' | 100 * KIB | 400 * KIB
        'a download' | 20 * MIB  | 60 * MIB
    }

    def "an upload limit is shared by all who are served, and by all images of the node"() {
        given:
        swarm = new SwarmFixture(6 * MIB, 1 << 18)
        def other = new SwarmFixture(6 * MIB, 1 << 18, 2, 'other')
        def seeder = swarm.node(limited(4 * MIB, 0))
        swarm.seed(swarm.source(), seeder)
        other.transfers << seeder.seed(other.torrent, other.source(), false)
        def restores = [swarm.restore(swarm.target('/dev/a')), other.restore(other.target('/dev/b'))]

        when:
        long start = System.nanoTime()
        def address = new InetSocketAddress(InetAddress.loopbackAddress, seeder.port())
        restores*.addPeer(address)
        soon.eventually { assert restores.every { it.status().downloadedBytes() > 2 * MIB } }
        def got = restores.collect { it.status().downloadedBytes() }
        restores.each { SwarmFixture.await(it, 60) }
        double seconds = (System.nanoTime() - start) / 1e9

        then: 'no more than the limit, and each image its part'
        12 * MIB / seconds < 4 * MIB * 1.1
        got.max() < 2 * got.min()

        cleanup:
        other?.close()
    }

    def "a target with a low limit gets its image from several seeders, none of which starves"() {
        given:
        swarm = new SwarmFixture(3 * MIB, 1 << 16)
        3.times { swarm.seed(swarm.source("/dev/source$it")) }
        def restore = swarm.restore(swarm.target(), swarm.node(limited(0, MIB)))

        when:
        double rate = restoreAndMeasure(swarm, restore)

        then:
        rate <= MIB * 1.1
        restore.accounts()*.downloadedBytes().min() > 0.15 * 3 * MIB
    }

    def "a slow start begins with the first byte, and ends without a limit"() {
        given:
        swarm = new SwarmFixture(64 * MIB, 1 << 18)
        swarm.seed(swarm.source(), swarm.node(limited(0, 0, Duration.ofSeconds(1))))
        def restore = swarm.restore(swarm.target())

        when:
        long start = System.nanoTime()
        swarm.introduce()
        SwarmFixture.await(restore)
        double seconds = (System.nanoTime() - start) / 1e9

        then: '10, 20 and 30 MiB in the first three seconds, and 4 in a tenth of the fourth'
        seconds > 2.9
    }

    def "who waits is told its turn when there is something to take; nothing runs while nobody waits"() {
        given:
        def pace = new Pace(new Rate(16 * KIB), Duration.ZERO, timer)
        def turns = new CopyOnWriteArrayList<String>()
        def want
        want = { String who ->
            if (pace.mayTake(who, { turns << who; want(who) })) {
                pace.take(who, 16 * KIB)
            }
        }

        when:
        want('a')
        ['b', 'c', 'b'].each { want(it) }

        then:
        soon.eventually { assert turns == ['b', 'c'] }
        soon.eventually { assert timer.queue.empty }
    }

    def "who left is not told"() {
        given:
        def pace = new Pace(new Rate(16 * KIB), Duration.ZERO, timer)
        def turns = new CopyOnWriteArrayList<String>()
        pace.mayTake('a', {})
        pace.take('a', 16 * KIB)
        ['b', 'c'].each { who -> pace.mayTake(who, { turns << who }) }

        when:
        pace.forget('b')

        then:
        soon.eventually { assert turns == ['c'] }
    }

    def "without a limit nobody waits, and no thread is there for it"() {
        given:
        def pace = new Pace(Rate.ZERO, Duration.ZERO, timer)

        expect:
        pace.mayTake('a', {})
        pace.take('a', 1L << 40)
        pace.mayTake('a', {})
        timer.poolSize == 0
    }
}
