package ezio.core.swarm.store

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
import spock.util.concurrent.PollingConditions

/** A store over an image in memory, and what it says. */
abstract class PieceStoreFixture extends Specification {

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
}
