package ezio.verb

import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.swarm.PeerAccount
import ezio.core.swarm.StopRule
import ezio.core.swarm.Transfer
import ezio.core.swarm.TransferStatus
import ezio.core.torrent.TorrentDraft
import ezio.core.extent.ExtentMap
import ezio.core.unit.Rate
import java.time.Duration
import java.util.concurrent.CompletableFuture
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class TransferRunSpec extends Specification {

    static final Duration PATIENCE = Duration.ofSeconds(1)

    static class Trouble extends Problem {
        Trouble(String message) {
            super(Problem.Kind.DEVICE, message)
        }
    }

    /** Goes through states, one each time it is asked, and stays in the last. */
    static class FakeTransfer implements Transfer {
        final ezio.core.torrent.TorrentSpec torrent
        final Deque<TransferStatus.State> states
        final Trouble trouble
        int stops

        FakeTransfer(String name, List<TransferStatus.State> states) {
            torrent = TorrentDraft.of(name, ExtentMap.whole(16384), 16384, new byte[20]).toSpec()
            this.states = new ArrayDeque<>(states)
            trouble = new Trouble("$name broke")
        }

        @Override
        ezio.core.torrent.TorrentSpec torrent() {
            torrent
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

        @Override
        List accounts() {
            met ? [new PeerAccount(new InetSocketAddress('127.0.0.1', 6891), 'ezio', 0, 0, false, false)] : []
        }

        @Override
        CompletableFuture<Void> completion() {
            new CompletableFuture<>()
        }

        @Override
        void addPeer(InetSocketAddress address) {}

        @Override
        void pause() {}

        @Override
        void resume() {}

        @Override
        void stop(Duration patience) {
            stops++
        }
    }

    static class Notes implements TransferListener {
        List<String> notes = [].asSynchronized()

        @Override
        void status(Transfer transfer, TransferStatus status) {}

        @Override
        void completed(Transfer transfer, TransferStatus status) {
            notes << "completed ${transfer.torrent().name()}".toString()
        }

        @Override
        void failed(Transfer transfer, Problem problem) {
            notes << "failed ${transfer.torrent().name()}".toString()
        }

        @Override
        void stopped(Transfer transfer, TransferStatus status, String reason) {
            notes << "stopped ${transfer.torrent().name()}: $reason".toString()
        }
    }

    static final LOAD = TransferStatus.State.DOWNLOADING
    static final SEED = TransferStatus.State.SEEDING
    static final FAIL = TransferStatus.State.FAILED

    def notes = new Notes()

    private Optional<Problem> run(List<FakeTransfer> transfers, Map options = [:]) {
        new TransferRun(transfers as List<Transfer>, options.rule ?: StopRule.parse('now'),
                Optional.ofNullable(options.limit), options.endsAfterProblem ?: false, PATIENCE)
                .await(notes, options.cancel ?: new CancelToken())
    }

    def "ends when every transfer has met its rule; each is stopped once"() {
        given:
        def a = new FakeTransfer('a', [LOAD, SEED])
        def b = new FakeTransfer('b', [LOAD, LOAD, SEED])

        expect:
        run([a, b]).empty
        notes.notes == ['completed a', 'stopped a: complete', 'completed b', 'stopped b: complete']
        [a, b]*.stops == [1, 1]
    }

    def "goes on with the others after a problem, and returns it"() {
        given:
        def a = new FakeTransfer('a', [FAIL])
        def b = new FakeTransfer('b', [LOAD, SEED])

        expect:
        run([a, b]).get().is(a.trouble)
        notes.notes == ['failed a', 'completed b', 'stopped b: complete']
        [a, b]*.stops == [1, 1]
    }

    def "serves no more after a problem, once the others are complete, if that is asked for"() {
        given:
        def a = new FakeTransfer('a', [LOAD, FAIL])
        def b = new FakeTransfer('b', [SEED])

        expect:
        run([a, b], [rule: StopRule.NEVER, endsAfterProblem: true]).get().is(a.trouble)
        notes.notes == ['completed b', 'failed a', 'stopped b: asked to']
    }

    def "what is not complete when the time is up is named"() {
        given:
        def a = new FakeTransfer('a', [LOAD])
        def b = new FakeTransfer('b', [SEED])

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
        def a = new FakeTransfer('a', [LOAD])
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
        def a = new FakeTransfer('a', [SEED])

        expect:
        run([a], [limit: Duration.ofMillis(1), rule: StopRule.parse('time=500ms')]).empty
        notes.notes == ['completed a', 'stopped a: 500 ms are over']
    }

    def "stops everything when it is cancelled"() {
        given:
        def a = new FakeTransfer('a', [LOAD])
        def b = new FakeTransfer('b', [SEED])
        def cancel = new CancelToken()
        cancel.cancel()

        expect:
        run([a, b], [cancel: cancel, rule: StopRule.NEVER]).empty
        notes.notes == ['completed b', 'stopped b: asked to']
        [a, b]*.stops == [1, 1]
    }
}
