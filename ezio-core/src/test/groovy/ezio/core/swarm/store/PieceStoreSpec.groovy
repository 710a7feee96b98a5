package ezio.core.swarm.store

import ezio.core.disk.DeviceFailure
import ezio.core.problem.Problem
import ezio.core.swarm.MemoryTarget
import ezio.core.swarm.SwarmFixture
import ezio.core.swarm.wire.Payload
import java.nio.ByteBuffer
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(30)
class PieceStoreSpec extends Specification {

    static final int PIECE = 1 << 18
    static final int BLOCK = 1 << 14

    @AutoCleanup('shutdownNow')
    def threads = Executors.newFixedThreadPool(3)
    def events = new CopyOnWriteArrayList()
    def fixture = new SwarmFixture(5 * PIECE - 777, PIECE)
    def image = fixture.target()
    def pool = new BufferPool(8 * PIECE)
    def meter = new DiskMeter()
    def soon = new PollingConditions(timeout: 10)
    PieceListener listener = new PieceListener() {
        void verified(int piece) { events << ['verified', piece] }

        void written(int piece) { events << ['written', piece] }

        void rejected(int piece) { events << ['rejected', piece] }

        void failed(RuntimeException why) { events << ['failed', why] }
    }

    PieceStore store(BitSet held = new BitSet(), MemoryTarget on = image) {
        new PieceStore(fixture.torrent, on, held, pool, threads, threads, meter, listener)
    }

    static BitSet all() {
        def all = new BitSet()
        all.set(0, 5)
        all
    }

    /** Delivers a piece block by block, in the given order of blocks. */
    void deliver(PieceStore store, int piece, boolean isGood = true, Closure<List<Integer>> order = { it }) {
        int length = fixture.torrent.pieceLengthBytes(piece)
        List<Integer> offsets = (0..<length).step(BLOCK)
        order(offsets).each { int offset ->
            int part = Math.min(BLOCK, length - offset)
            ByteBuffer slot = store.slot(piece, offset, part)
            slot.put(fixture.payload, (int) fixture.torrent.pieceStartBytes(piece) + offset, part)
            if (!isGood && offset == 0) {
                slot.put(7, (byte) (slot.get(7) ^ 1))
            }
            store.arrived(piece, offset, part)
        }
    }

    byte[] read(PieceStore store, int piece, int offset, int length) {
        def bytes = new byte[length]
        def done = new CountDownLatch(1)
        store.read(piece, offset, length, new BlockRead() {
            void ready(Payload payload) {
                def into = ByteBuffer.wrap(bytes)
                payload.parts().each { into.put(it) }
                payload.release()
                done.countDown()
            }

            void failed(Problem problem) {
                events << ['read failed', problem]
                done.countDown()
            }
        })
        assert done.await(5, TimeUnit.SECONDS)
        bytes
    }

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

    /** Takes one block of a piece, as a link does. */
    void deliverBlock(PieceStore store, int piece, int offset, int length = BLOCK) {
        ByteBuffer slot = store.slot(piece, offset, length)
        slot.put(fixture.payload, (int) fixture.torrent.pieceStartBytes(piece) + offset, length)
        store.arrived(piece, offset, length)
    }

    /** Borrows a block that is there, and keeps it until the spec releases it. */
    Payload borrow(PieceStore store, int piece, int offset, int length = BLOCK) {
        Payload borrowed = null
        boolean isHere = store.read(piece, offset, length, new BlockRead() {
            void ready(Payload payload) { borrowed = payload }

            void failed(Problem problem) { events << ['read failed', problem] }
        })
        assert isHere && borrowed != null
        borrowed
    }

    void reject(PieceStore store, int piece) {
        deliver(store, piece, false)
        soon.eventually { assert ['rejected', piece] in events }
    }

    static byte[] bytes(Payload payload) {
        def bytes = new byte[payload.parts()*.remaining().sum()]
        def into = ByteBuffer.wrap(bytes)
        payload.parts().each { into.put(it.duplicate()) }
        bytes
    }

    byte[] expected(int piece, int offset, int length = BLOCK) {
        int start = (int) fixture.torrent.pieceStartBytes(piece) + offset
        Arrays.copyOfRange(fixture.payload, start, start + length)
    }

    def "a block is held from when all of it has arrived until the piece is verified, and can be read"() {
        given: 'the last piece, which ends inside of a block'
        def store = store()
        int length = fixture.torrent.pieceLengthBytes(4)
        int last = length - length % BLOCK

        expect: 'nothing of what was not begun'
        !store.holds(4, 0, BLOCK)

        when:
        store.begin(4)
        deliverBlock(store, 4, 2 * BLOCK)
        deliverBlock(store, 4, last, length - last)

        then:
        store.holds(4, 2 * BLOCK, BLOCK)
        store.holds(4, 2 * BLOCK + 5, 100)
        store.holds(4, last, length - last)
        !store.holds(4, 0, BLOCK)
        !store.holds(4, BLOCK, 2 * BLOCK)
        !store.holds(4, 2 * BLOCK, 2 * BLOCK)
        !store.holds(3, 2 * BLOCK, BLOCK)
        read(store, 4, 2 * BLOCK + 5, 100) == expected(4, 2 * BLOCK + 5, 100)
        read(store, 4, last, length - last) == expected(4, last, length - last)
        !store.isVerified(4)
        image.writes.isEmpty()

        when:
        deliver(store, 4)
        soon.eventually { assert ['written', 4] in events }

        then: 'it is there as any other'
        !store.holds(4, 2 * BLOCK, BLOCK)
        read(store, 4, 2 * BLOCK, BLOCK) == expected(4, 2 * BLOCK)

        cleanup:
        store.close()
    }

    def "what is neither verified nor held is not read, and nobody is called"() {
        given:
        def store = store()
        def called = []
        BlockRead never = new BlockRead() {
            void ready(Payload payload) { called << payload }

            void failed(Problem problem) { called << problem }
        }

        when:
        store.begin(0)
        deliverBlock(store, 0, 0)

        then:
        !store.read(0, BLOCK, BLOCK, never)
        !store.read(0, 0, 2 * BLOCK, never)
        !store.read(1, 0, BLOCK, never)

        when:
        store.close()

        then:
        !store.holds(0, 0, BLOCK)
        !store.read(0, 0, BLOCK, never)
        called.isEmpty()
        pool.reservedBytes() == 0
    }

    def "a block that lies in two buffers is not held"() {
        given:
        def large = new SwarmFixture(4 << 20, 4 << 20)
        pool = new BufferPool(64 << 20)
        def store = new PieceStore(large.torrent, large.target(), new BitSet(), pool, threads, threads, meter, listener)
        store.begin(0)

        when:
        [(1 << 20) - BLOCK, 1 << 20].each { store.arrived(0, it, BLOCK) }

        then:
        store.holds(0, (1 << 20) - BLOCK, BLOCK)
        store.holds(0, 1 << 20, BLOCK)
        !store.holds(0, (1 << 20) - BLOCK, 2 * BLOCK)

        cleanup:
        store.close()
    }

    def "memory that is lent is not given back before its reader is done, though #why"() {
        given:
        def store = store()
        store.begin(1)
        deliverBlock(store, 1, BLOCK)
        def first = borrow(store, 1, BLOCK)
        def second = borrow(store, 1, BLOCK)

        when:
        end(this, store)

        then:
        pool.reservedBytes() == PIECE

        when: 'another piece takes what memory it can get'
        def another = this.store()
        another.begin(2)
        deliver(another, 2)
        soon.eventually { assert ['written', 2] in events }
        another.close()

        then:
        bytes(first) == expected(1, BLOCK)

        when:
        first.release()

        then: 'somebody reads it still'
        pool.reservedBytes() == PIECE

        when:
        second.release()

        then:
        pool.reservedBytes() == 0
        image.writes.every { it >= 2 * PIECE && it < 3 * PIECE }

        cleanup:
        store.close()

        where:
        why                    | end
        'the piece is wrong'   | { spec, lender -> spec.reject(lender, 1) }
        'the store was closed' | { spec, lender -> lender.close() }
    }

    def "a piece that is verified while it is lent is written, kept, and given up afterwards"() {
        given:
        def store = store()
        store.begin(1)
        deliverBlock(store, 1, 0)
        def lent = borrow(store, 1, 0)

        when:
        deliver(store, 1)
        soon.eventually { assert ['written', 1] in events }
        image.beforeRead = { at, length -> throw new IllegalStateException('read from the device') }

        then:
        bytes(lent) == expected(1, 0)
        read(store, 1, 0, BLOCK) == expected(1, 0)
        Arrays.equals(image.bytes, PIECE, 2 * PIECE, fixture.payload, PIECE, 2 * PIECE)

        when: 'others want all the memory there is'
        pool.squeeze(pool.budgetBytes())

        then:
        pool.reservedBytes() == PIECE
        bytes(lent) == expected(1, 0)

        when:
        lent.release()
        pool.squeeze(pool.budgetBytes())

        then:
        pool.reservedBytes() == 0

        cleanup:
        store.close()
    }
}
