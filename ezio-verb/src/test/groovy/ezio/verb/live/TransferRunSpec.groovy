package ezio.verb.live

import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.swarm.PeerAccount
import ezio.core.swarm.StopRule
import ezio.core.swarm.TransferStatus
import ezio.core.torrent.InfoHash
import ezio.verb.NobodyReached
import ezio.verb.TransferTimeout
import java.nio.file.Path
import java.time.Instant
import ezio.core.unit.Rate
import java.time.Duration
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class TransferRunSpec extends Specification {

    static class Trouble extends Problem {
        Trouble(String message) {
            super(Problem.Kind.DEVICE, message)
        }
    }

    /** Goes through states, one each time it is asked, and stays in the last. */
    static class FakeImage implements SwarmImage {
        final String name
        final Deque<TransferStatus.State> states
        final Trouble trouble
        int stops

        FakeImage(String name, List<TransferStatus.State> states) {
            this.name = name
            this.states = new ArrayDeque<>(states)
            trouble = new Trouble("$name broke")
        }

        @Override
        String name() {
            name
        }

        @Override
        SwarmImage.Role role() {
            SwarmImage.Role.RESTORE
        }

        @Override
        InfoHash infoHash() {
            new InfoHash('0' * 40)
        }

        @Override
        Path path() {
            Path.of('/dev/null')
        }

        @Override
        Optional<Resumption> resumption() {
            Optional.empty()
        }

        @Override
        boolean isChecked() {
            true
        }

        @Override
        Instant since() {
            Instant.EPOCH
        }

        @Override
        TransferStatus status() {
            def state = states.size() > 1 ? states.poll() : states.peek()
            long held = state == TransferStatus.State.SEEDING ? 16384 : 8192
            new TransferStatus(state, false, 0, 1, held, 16384, held, 0, 0, Rate.ZERO, Rate.ZERO, Duration.ofSeconds(1), [], 0,
                    Optional.empty(), Optional.empty(),
                    state == TransferStatus.State.FAILED ? Optional.of(trouble) : Optional.empty())
        }

        boolean met = true
        boolean mute

        @Override
        List accounts() {
            met ? [new PeerAccount(new InetSocketAddress('127.0.0.1', 6891), 'ezio', 0, 0, false, false)] : []
        }

        @Override
        boolean isComplete() {
            states.peek() == TransferStatus.State.SEEDING
        }

        @Override
        boolean hasLeft() {
            stops > 0
        }

        @Override
        void addPeer(InetSocketAddress address) {}

        @Override
        void pause() {}

        @Override
        void resume() {}

        @Override
        void stop(String reason) {
            stops++
            if (mute) {
                throw new Trouble("$name does not answer")
            }
        }
    }

    static class Notes implements TransferListener {
        List<String> notes = [].asSynchronized()

        @Override
        void status(SwarmImage image, TransferStatus status) {}

        @Override
        void completed(SwarmImage image, TransferStatus status) {
            notes << "completed ${image.name()}".toString()
        }

        @Override
        void failed(SwarmImage image, Problem problem) {
            notes << "failed ${image.name()}".toString()
        }

        @Override
        void stopped(SwarmImage image, TransferStatus status, String reason) {
            notes << "stopped ${image.name()}: $reason".toString()
        }
    }

    static final LOAD = TransferStatus.State.DOWNLOADING
    static final SEED = TransferStatus.State.SEEDING
    static final FAIL = TransferStatus.State.FAILED

    def notes = new Notes()

    private Optional<Problem> run(List<FakeImage> images, Map options = [:]) {
        new TransferRun(images, options.rule ?: StopRule.parse('now'),
                Optional.ofNullable(options.limit), options.endsAfterProblem ?: false)
                .await(notes, options.cancel ?: new CancelToken())
    }

    def "ends when every transfer has met its rule; each is stopped once"() {
        given:
        def a = new FakeImage('a', [LOAD, SEED])
        def b = new FakeImage('b', [LOAD, LOAD, SEED])

        expect:
        run([a, b]).empty
        notes.notes == ['completed a', 'stopped a: complete', 'completed b', 'stopped b: complete']
        [a, b]*.stops == [1, 1]
    }

    def "goes on with the others after a problem, and returns it"() {
        given:
        def a = new FakeImage('a', [FAIL])
        def b = new FakeImage('b', [LOAD, SEED])

        expect:
        run([a, b]).get().is(a.trouble)
        notes.notes == ['failed a', 'completed b', 'stopped b: complete']
        [a, b]*.stops == [1, 1]
    }

    def "serves no more after a problem, once the others are complete, if that is asked for"() {
        given:
        def a = new FakeImage('a', [LOAD, FAIL])
        def b = new FakeImage('b', [SEED])

        expect:
        run([a, b], [rule: StopRule.NEVER, endsAfterProblem: true]).get().is(a.trouble)
        notes.notes == ['completed b', 'failed a', 'stopped b: asked to']
    }

    def "what is not complete when the time is up is named"() {
        given:
        def a = new FakeImage('a', [LOAD])
        def b = new FakeImage('b', [SEED])

        when:
        run([a, b], [limit: Duration.ofMillis(300), rule: StopRule.NEVER])

        then:
        def e = thrown(TransferTimeout)
        e.message == 'waited 300 ms; not complete: a (50 %)'
        e.kind() == Problem.Kind.TIMEOUT
        [a, b]*.stops == [1, 1]
    }

    def "when the time is up and nobody was met, that is said"() {
        given:
        def a = new FakeImage('a', [LOAD])
        a.met = false

        when:
        run([a], [limit: Duration.ofMillis(300), rule: StopRule.NEVER])

        then:
        def e = thrown(NobodyReached)
        e.message == 'waited 300 ms and met no peer'
        e.kind() == Problem.Kind.NETWORK
    }

    def "a limit does not end what is complete"() {
        given:
        def a = new FakeImage('a', [SEED])

        expect:
        run([a], [limit: Duration.ofMillis(1), rule: StopRule.parse('time=500ms')]).empty
        notes.notes == ['completed a', 'stopped a: 500 ms are over']
    }

    def "stops everything when it is cancelled"() {
        given:
        def a = new FakeImage('a', [LOAD])
        def b = new FakeImage('b', [SEED])
        def cancel = new CancelToken()
        cancel.cancel()

        expect:
        run([a, b], [cancel: cancel, rule: StopRule.NEVER]).empty
        notes.notes == ['completed b', 'stopped b: asked to']
        [a, b]*.stops == [1, 1]
    }

    def "what cannot be stopped is no success"() {
        given:
        def a = new FakeImage('a', [SEED])
        a.mute = true
        def cancel = new CancelToken()
        cancel.cancel()

        expect:
        run([a], [cancel: cancel, rule: StopRule.NEVER]).get().message == 'a does not answer'
        notes.notes == ['completed a', 'failed a']
    }
}
