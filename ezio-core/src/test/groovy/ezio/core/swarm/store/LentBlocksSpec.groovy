package ezio.core.swarm.store

import ezio.core.problem.Problem
import ezio.core.swarm.SwarmFixture
import ezio.core.swarm.wire.Payload
import java.nio.ByteBuffer
import spock.lang.Timeout

/** Blocks of pieces that are still being received, which are lent to who sends them on. */
@Timeout(30)
class LentBlocksSpec extends PieceStoreFixture {

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

        when: 'the rest comes'
        deliver(store, 4, true) { it - [2 * BLOCK, last] }
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
