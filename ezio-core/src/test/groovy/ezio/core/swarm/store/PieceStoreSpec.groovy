package ezio.core.swarm.store

import ezio.core.disk.DeviceFailure
import ezio.core.problem.Problem
import ezio.core.swarm.wire.Payload
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import spock.lang.Timeout

@Timeout(30)
class PieceStoreSpec extends PieceStoreFixture {

    def "a piece is verified, then written, whatever the order of its blocks: #why"() {
        given:
        def store = store()

        when:
        store.begin(4)
        deliver(store, 4, true, order)

        then:
        soon.eventually { assert events == [['verified', 4], ['written', 4]] }
        Arrays.equals(image.bytes, 4 * PIECE, image.bytes.length, fixture.payload, 4 * PIECE, image.bytes.length)

        cleanup:
        store.close()

        where:
        why        | order
        'in order' | { it }
        'reversed' | { it.reverse() }
        'shuffled' | { it.shuffled(new Random(3)) }
    }

    def "nothing of a piece with a wrong hash is written, and its memory is free again"() {
        given:
        def store = store()

        when:
        store.begin(1)
        deliver(store, 1, false)

        then:
        soon.eventually { assert events == [['rejected', 1]] }
        image.writes.isEmpty()
        soon.eventually { assert pool.reservedBytes() == 0 }
        !store.isVerified(1)

        when: 'it comes again'
        store.begin(1)
        deliver(store, 1)

        then:
        soon.eventually { assert events.last() == ['written', 1] }

        cleanup:
        store.close()
    }

    def "a write that fails ends the store, and later pieces are not written"() {
        given:
        def failure = DeviceFailure.write('/dev/target', 0, 4096, new IOException('No space left on device'))
        image.beforeWrite = { at, length -> throw failure }
        def store = store()

        when:
        store.begin(0)
        deliver(store, 0)

        then:
        soon.eventually { assert events.last() == ['failed', failure] }
        !store.begin(1)
        !(['written', 0] in events)

        when:
        store.close()

        then:
        pool.reservedBytes() == 0
    }

    def "without memory no piece is begun, and after a write there is some again"() {
        given:
        def gate = new CountDownLatch(1)
        image.beforeWrite = { at, length -> gate.await() }
        pool = new BufferPool(3 * PIECE)
        def store = store()

        expect: 'a share is kept for those who read'
        store.begin(0)
        store.begin(1)
        !store.begin(2)

        when:
        deliver(store, 0)
        soon.eventually { assert ['verified', 0] in events }

        then: 'it still waits for the disk'
        !store.begin(2)

        when:
        gate.countDown()

        then:
        soon.eventually { assert store.begin(2) }

        cleanup:
        gate.countDown()
        store.close()
    }

    def "memory that complete images only keep is given up for a piece of another"() {
        given: 'three that keep as much as they may, together what pieces may have of the pool'
        def complete = (1..3).collect { store(new BitSet(), fixture.target("/dev/target$it")) }
        int written = 0
        complete.each { store ->
            (0..4).each { piece ->
                soon.eventually { assert store.begin(piece) }
                deliver(store, piece)
                written++
                soon.eventually { assert events.count { it[0] == 'written' } == written }
            }
        }
        // One less where a piece had to wait for memory, and had another image give up some.
        soon.eventually { assert pool.reservedBytes() >= 5 * PIECE }

        when:
        def last = store()

        then:
        soon.eventually { assert last.begin(0) }

        when:
        deliver(last, 0)

        then:
        soon.eventually { assert events.count { it[0] == 'written' } == 16 }
        pool.reservedBytes() <= pool.budgetBytes()

        cleanup:
        (complete + last)*.close()
    }

    def "what was verified is served from memory while the disk is still busy"() {
        given:
        def gate = new CountDownLatch(1)
        image.beforeWrite = { at, length -> gate.await() }
        image.beforeRead = { at, length -> throw new IllegalStateException('read from the device') }
        def store = store()
        store.begin(2)
        deliver(store, 2)
        soon.eventually { assert store.isVerified(2) }

        expect:
        Arrays.equals(read(store, 2, 100, 5000), Arrays.copyOfRange(fixture.payload, 2 * PIECE + 100, 2 * PIECE + 5100))

        cleanup:
        gate.countDown()
        store.close()
    }

    def "blocks are read from the image, #why"() {
        given:
        def store = store(all(), fixture.source())
        int start = piece * PIECE + offset

        expect:
        Arrays.equals(read(store, piece, offset, length), Arrays.copyOfRange(fixture.payload, start, start + length))

        cleanup:
        store.close()

        where:
        why                     | piece | offset      | length
        'the first'             | 0     | 0           | BLOCK
        'the last, to its end'  | 4     | PIECE - 778 | 1
        'a whole piece'         | 3     | 0           | PIECE
    }

    def "a read that fails is told to who asked, and the next one tries again"() {
        given:
        def source = fixture.source()
        def failure = DeviceFailure.read('/dev/source', 0, 4096, new IOException('Input/output error'))
        source.beforeRead = { at, length -> throw failure }
        def store = store(all(), source)

        when:
        read(store, 0, 0, BLOCK)

        then:
        events == [['read failed', failure]]

        when:
        source.beforeRead = { at, length -> }

        then:
        Arrays.equals(read(store, 0, 0, BLOCK), Arrays.copyOf(fixture.payload, BLOCK))

        cleanup:
        store.close()
    }

    def "reads wait for memory, and get it"() {
        given:
        pool = new BufferPool(2 * PIECE)
        def store = store(all(), fixture.source())
        def held = new CopyOnWriteArrayList<Runnable>()
        BlockRead keep = new BlockRead() {
            void ready(Payload payload) { held << { payload.release() } }

            void failed(Problem problem) { events << problem }
        }

        when: 'five pieces are asked for, with memory for two'
        5.times { store.read(it, 0, BLOCK, keep) }

        then:
        soon.eventually { assert held.size() == 2 }

        when:
        int released = 0
        soon.eventually {
            new ArrayList(held).drop(released).each {
                it.run()
                released++
            }
            assert released == 5
        }

        then:
        events.isEmpty()

        when:
        store.close()

        then:
        pool.reservedBytes() == 0
    }
}
