package ezio.recipe.run

import static ezio.recipe.plan.Plans.partition

import ezio.core.problem.ListenFailure
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.recipe.plan.Plan
import ezio.recipe.plan.Plans
import ezio.recipe.plan.Step
import ezio.verb.NobodyReached
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(30)
class PlanRunnerSpec extends Specification {

    static final Duration SHORT = Duration.ofMillis(300)

    static class Trouble extends Problem {
        Trouble(String message) {
            super(Problem.Kind.DEVICE, message)
        }
    }

    @TempDir
    Path directory

    def plans = new Plans()
    def node = new FakeNodeFixture()
    def events = new ConcurrentLinkedQueue<RunEvent>()
    def cancel = new CancelToken()
    List<RunReport> reports = []

    def setup() {
        plans.image('efi', partition('/dev/sda', 1))
        plans.image('root', partition('/dev/sda', 2))
    }

    private RunReport run(List<Step> steps, List<Step> onFailure = null, boolean isContinued = false) {
        run(plans.plan(steps, onFailure), isContinued)
    }

    private RunReport run(Plan plan, boolean isContinued) {
        def record = RunRecord.open(plan, directory, isContinued)
        new PlanRunner(plan, new Nodes([(Optional.empty()): node]), { events << it }, { reports << it }, record, directory)
                .run(cancel)
    }

    private static PeerView peer(String host, double has, boolean isConnected = true, boolean held = has >= 1) {
        new PeerView(new Machine(host, 0), isConnected, has, held, 0, 0)
    }

    private List<String> texts(RunEvent.Kind kind) {
        events.findAll { it.kind() == kind }*.text()
    }

    private static List<String> states(RunReport report) {
        report.steps().sort(false) { it.number() }.collect { "${it.number()} ${it.state().id()}".toString() }
    }

    def "steps run in order, and everything is closed at the end"() {
        when:
        def report = run([plans.createTorrent('efi'), plans.seed('efi'), plans.message('hello'), plans.verify('efi')])

        then:
        report.outcome() == RunReport.Outcome.DONE
        node.calls as List == ['createTorrent efi', 'seed efi', 'verify efi']
        states(report) == ['1 done', '2 done', '3 done', '4 done']
        texts(RunEvent.Kind.MESSAGE) == ['hello']
        node.isClosed
        reports[-1].is(report)
        reports*.outcome().unique() == [RunReport.Outcome.RUNNING, RunReport.Outcome.DONE]
        report.images()*.name() == ['efi']
    }

    def "together runs its steps at the same time"() {
        given:
        def barrier = new CyclicBarrier(2)
        node.work.efi = { barrier.await(10, TimeUnit.SECONDS) }
        node.work.root = { barrier.await(10, TimeUnit.SECONDS) }

        expect:
        states(run([plans.together(plans.verify('efi'), plans.verify('root'))])) == ['1.1 done', '1.2 done']
    }

    def "the first failure inside together cancels the others, and is what the run fails with"() {
        given:
        def isWaiting = new CountDownLatch(1)
        node.work.efi = { StepWork work ->
            isWaiting.countDown()
            work.cancel().pause(Duration.ofSeconds(20))
        }
        node.work.root = {
            isWaiting.await(10, TimeUnit.SECONDS)
            throw new Trouble('the disk is gone')
        }

        when:
        def report = run([plans.together(plans.verify('efi'), plans.verify('root')), plans.message('never')])

        then:
        report.outcome() == RunReport.Outcome.FAILED
        report.problem().get().message == 'the disk is gone'
        states(report) == ['1.1 cancelled', '1.2 failed']
        texts(RunEvent.Kind.MESSAGE) == []
    }

    def "a restore is done when all of it is there"() {
        given:
        def offer = node.offer('root')
        offer.state = OfferStatus.State.UNDER_WAY
        node.work.root = { Thread.startDaemon { offer.state = OfferStatus.State.COMPLETE } }

        expect:
        states(run([plans.restore('root')])) == ['1 done']
        offer.stopReason == null
    }

    def "a restore that fails, or takes too long, is abandoned: #message"() {
        given:
        def offer = node.offer('root')
        offer.state = OfferStatus.State.UNDER_WAY
        offer.failure = failure
        offer.peers = peers

        when:
        def report = run([plans.restore('root', timeout: SHORT)])

        then:
        report.problem().get().kind() == kind
        report.problem().get().message == message
        offer.stopReason == 'not finished'
        states(report) == ['1 failed']

        where:
        failure                     | peers                 || kind                 | message
        new Trouble('disk is full') | []                    || Problem.Kind.DEVICE  | 'disk is full'
        null                        | [peer('10.0.0.1', 1)] || Problem.Kind.TIMEOUT | 'waited 300 ms for image root, 64 % are there'
        null                        | []                    || Problem.Kind.NETWORK | 'waited 300 ms and met no peer'
    }

    def "peers count when they are connected to every image at once"() {
        given:
        node.offer('efi').peers = [peer('10.0.0.1', 0.1), peer('10.0.0.2', 0.1), peer('10.0.0.3', 1, false)]
        node.offer('root').peers = [peer('10.0.0.1', 0.1), peer('10.0.0.2', 0, false, false), peer('10.0.0.3', 0)]

        when:
        def report = run([plans.seed('efi'), plans.seed('root'), plans.waitForPeers(1), plans.waitForPeers(2, timeout: SHORT)])

        then:
        states(report) == ['1 done', '2 done', '3 done', '4 failed']
        report.problem().get().kind() == Problem.Kind.TIMEOUT
        report.problem().get().message == 'waited 300 ms for 2 peers, got 1; missing longest: 10.0.0.2 (5 %), 10.0.0.1 (10 %), 10.0.0.3 (50 %)'
        report.steps()[2].facts().machines == ['10.0.0.1']
    }

    def "copies count also when the machine has left, and only when it had every image"() {
        given:
        node.offer('efi').peers = [peer('10.0.0.1', 1, false), peer('10.0.0.2', 1), peer('10.0.0.3', 1)]
        node.offer('root').peers = [peer('10.0.0.1', 1, false), peer('10.0.0.2', 0.64), peer('10.0.0.3', 1)]

        when:
        def report = run([plans.seed('efi'), plans.seed('root'), plans.waitForCopies(2), plans.waitForCopies(3, timeout: SHORT)])

        then:
        states(report) == ['1 done', '2 done', '3 done', '4 failed']
        report.problem().get().message == 'waited 300 ms for 3 full copies, got 2; missing longest: 10.0.0.2 (82 %)'
        texts(RunEvent.Kind.STEP_PROGRESS)[-1] == '2 of 3 full copies, 9.8 KiB sent'
    }

    def "a machine that comes back from another port, or with another peer id, counts once; nodes of this machine each"() {
        given:
        def own = [InetAddress.getByName('10.0.0.9')] as Set

        expect:
        Machine.of(new InetSocketAddress('10.0.0.1', 6891), own) == Machine.of(new InetSocketAddress('10.0.0.1', 40123), own)
        Machine.of(new InetSocketAddress('10.0.0.1', 6891), own) != Machine.of(new InetSocketAddress('10.0.0.2', 6891), own)
        Machine.of(new InetSocketAddress('10.0.0.9', 6892), own) == Machine.of(new InetSocketAddress('127.0.0.1', 6892), own)
        Machine.of(new InetSocketAddress('127.0.0.1', 6891), own) != Machine.of(new InetSocketAddress('127.0.0.1', 6892), own)
        Machine.of(new InetSocketAddress('10.0.0.1', 6891), own).toString() == '10.0.0.1'
    }

    def "carryOn makes a warning of a timeout"() {
        when:
        def report = run([plans.seed('efi'), plans.waitForPeers(2, timeout: SHORT, carryOn: true), plans.message('on we go')])

        then:
        report.outcome() == RunReport.Outcome.DONE
        states(report) == ['1 done', '2 timed-out', '3 done']
        texts(RunEvent.Kind.STEP_TIMED_OUT) == ['waited 300 ms for 2 peers, got 0; carrying on']
    }

    def "a seed that fails fails what waits for it, and the run at its end"() {
        given:
        node.offer('efi').failure = new Trouble('cannot read /dev/sda1')

        expect:
        run([plans.seed('efi'), plans.waitForPeers(1)]).problem().get().message == 'cannot read /dev/sda1'
        run([plans.seed('efi'), plans.message('hello')]).problem().get().message == 'cannot read /dev/sda1'
    }

    def "after a failure its steps run once, and change nothing"() {
        given:
        node.work.root = { throw new Trouble('the disk is gone') }

        when:
        def report = run([plans.seed('efi'), plans.verify('root')],
                [plans.keepSeeding(SHORT), plans.run('false'), plans.message('call the operator')])

        then:
        report.problem().get().message == 'the disk is gone'
        texts(RunEvent.Kind.ON_FAILURE) == ['on failure: the disk is gone']
        texts(RunEvent.Kind.MESSAGE) == ['call the operator']
        states(report) == ['1 done', '2 failed', 'failure.1 done', 'failure.2 failed', 'failure.3 done']
        report.steps().find { it.number() == 'failure.1' }.taken() >= SHORT
    }

    def "a run that is stopped cancels its step, runs nothing more, and is closed"() {
        given:
        node.work.efi = { StepWork work ->
            cancel.cancel()
            work.cancel().pause(Duration.ofSeconds(20))
        }

        when:
        def report = run([plans.verify('efi'), plans.verify('root')], [plans.message('not now')])

        then:
        report.outcome() == RunReport.Outcome.STOPPED
        report.failure().isEmpty()
        states(report) == ['1 cancelled']
        texts(RunEvent.Kind.MESSAGE) == []
        node.isClosed
    }

    def "an exception that nobody expected is in the report, after everything is closed"() {
        given:
        node.work.efi = { throw new IllegalStateException('oh') }

        when:
        def report = run([plans.verify('efi')])

        then:
        report.outcome() == RunReport.Outcome.FAILED
        report.problem().isEmpty()
        report.failure().get() instanceof IllegalStateException
        node.isClosed
    }

    def "keepSeeding ends sooner when nothing was sent for some time"() {
        given:
        node.offer('efi').sinceLastUpload = Duration.ofHours(1)

        when:
        def report = run([plans.seed('efi'), plans.keepSeeding(Duration.ofMinutes(5), idle: SHORT)])

        then:
        report.outcome() == RunReport.Outcome.DONE
        report.steps()[1].facts().ended == 'idle'
        report.steps()[1].taken() >= SHORT
    }

    def "stopSeeding stops one image, or all"() {
        when:
        run([plans.seed('efi'), plans.seed('root'), plans.stopSeeding(image: 'root'), plans.verify('efi')])

        then:
        node.offer('root').stopReason == 'asked to'
        node.offer('efi').stopReason == null
    }

    def "a program tells what it prints, and fails the run with anything but 0"() {
        when:
        def report = run([plans.run('sh', '-c', 'echo one; echo two >&2'), plans.run('sh', '-c', 'exit 3')])

        then:
        texts(RunEvent.Kind.STEP_NOTE) == ['one', 'two']
        report.problem().get().message == 'sh -c exit 3 ended with exit code 3'

        when:
        report = run([plans.run('/no/such/program')])

        then:
        report.problem().get().message.startsWith('cannot run /no/such/program: ')
        report.problem().get().kind() == Problem.Kind.INPUT
    }

    def "a program that takes too long is ended, with what it has started"() {
        given:
        def file = directory.resolve('pid')

        when:
        def report = run([plans.run('sh', '-c', "sleep 60 & echo \$! > $file; wait", timeout: Duration.ofMillis(700))])

        then:
        report.problem().get().message.endsWith(': not done after 700 ms')
        report.problem().get().kind() == Problem.Kind.TIMEOUT
        report.steps()[0].taken() < Duration.ofSeconds(10)
        def child = ProcessHandle.of(Files.readString(file).strip() as long)
        child.isEmpty() || child.get().onExit().get(5, TimeUnit.SECONDS)
    }

    def "a run that goes on skips what was done, if that can be shown, and runs the rest"() {
        given:
        def plan = plans.plan([plans.createTorrent('efi'), plans.restore('root'), plans.verify('root'), plans.run('true')])
        node.work.root = { StepWork work ->
            if (work.step().word() == 'verify') {
                throw new Trouble('cable')
            }
        }

        expect:
        run(plan, false).problem().get().message == 'cable'

        when:
        node.work.clear()
        node.calls.clear()
        node.nothingHasChanged = nothingHasChanged
        def report = run(plan, isContinued)

        then:
        states(report) == ended
        node.calls as List == called

        when: 'it is done, so there is nothing to go on with'
        report = run(plan, true)

        then:
        states(report) == ['1 done', '2 done', '3 done', '4 done']

        where:
        isContinued | nothingHasChanged || ended | called
        true        | true  || ['1 skipped', '2 skipped', '3 done', '4 done'] | ['verify root']
        true        | false || ['1 done', '2 done', '3 done', '4 done']       | ['createTorrent efi', 'restore root', 'verify root']
        false       | true  || ['1 done', '2 done', '3 done', '4 done']       | ['createTorrent efi', 'restore root', 'verify root']
    }

    def "who was seen to hold everything stays counted in a run that goes on, not in one that begins"() {
        given:
        def plan = plans.plan([plans.seed('efi'), plans.waitForCopies(2, timeout: SHORT)])
        node.offer('efi').peers = [peer('10.0.0.1', 1)]
        run(plan, false)
        node.offer('efi').peers = [peer('10.0.0.2', 1)]

        expect:
        run(plan, isContinued).outcome() == outcome

        where:
        isContinued || outcome
        true        || RunReport.Outcome.DONE
        false       || RunReport.Outcome.FAILED
    }
}
