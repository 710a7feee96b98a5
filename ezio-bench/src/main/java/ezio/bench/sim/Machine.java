package ezio.bench.sim;

import ezio.core.swarm.policy.Announcing;
import ezio.core.swarm.policy.ConnectPolicy;
import ezio.core.swarm.policy.FetchPolicy;
import ezio.core.swarm.policy.PieceGrid;
import ezio.core.swarm.policy.RequestPlan.Block;
import ezio.core.swarm.policy.ServePolicy;
import ezio.core.swarm.policy.UploadSlots;
import ezio.core.swarm.policy.Withholding;
import ezio.core.unit.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One node: does with simulated links and a simulated disk what a session does with real ones, by the same policies. */
final class Machine implements FetchPolicy.Orders<SimPeer>, ServePolicy.Orders<SimPeer> {

    /** One way between any two machines, with the time that a program takes to react. */
    static final long LATENCY_NS = 200_000L;

    private static final long TICK_NS = 100_000_000L;
    private static final int TICKS_PER_SLOW_TICK = 10;
    private static final Duration TRACKER_INTERVAL = Duration.ofSeconds(5);
    private static final long TRACKER_ANSWER_NS = 5_000_000L;
    // The last 1 MiB of a piece at 1.9 GB/s, a core's SHA-1, and the hand-overs between threads.
    private static final long HASH_NS = 1_000_000L;
    private static final long SYNC_NS = 5_000_000L;
    private static final int UNIT_BYTES = 16 << 10;
    private static final int LARGEST_SEGMENT_BYTES = 1 << 20;

    private final EventQueue events;
    private final MachineSpec spec;
    private final PieceGrid grid;
    private final SimTracker tracker;
    private final Random random;
    private final Uplink up;
    private final Downlink down;
    private final SimDisk disk;
    private final FetchPolicy<SimPeer> fetch;
    private final ServePolicy<SimPeer> serve;
    private final Neighbours neighbours;
    private final Withholding withholding = new Withholding();
    private final Traffic traffic = new Traffic();
    private final BitSet servable = new BitSet();
    private final BitSet announced = new BitSet();
    private final int[] arrivedBytes;
    private final BitSet[] arrivedUnits;
    private final long memoryBytes;
    private final Runnable onFinished;

    private long reservedBytes;
    private int writtenPieces;
    private boolean isFetching;
    private boolean isDead;
    private boolean isComplete;
    private long startedNs;
    private long finishedNs;
    private int ticks;

    /**
     * @param onFinished called when a target is complete
     */
    Machine(EventQueue events, MachineSpec spec, PieceGrid grid, SimTracker tracker, long seed, Runnable onFinished) {
        this.events = events;
        this.spec = spec;
        this.grid = grid;
        this.tracker = tracker;
        this.random = new Random(seed);
        this.up = new Uplink(events, spec.linkBytesPerSecond());
        this.down = new Downlink(spec.linkBytesPerSecond());
        this.disk = new SimDisk(events, spec.diskBytesPerSecond());
        this.onFinished = onFinished;
        this.arrivedBytes = new int[grid.count()];
        this.arrivedUnits = new BitSet[grid.count()];
        Arrays.setAll(arrivedUnits, piece -> new BitSet());
        this.memoryBytes = piecesBytes(spec.settings().cacheBytes(), grid);
        if (spec.isSeeder()) {
            servable.set(0, grid.count());
            announced.set(0, grid.count());
        }
        this.isComplete = spec.isSeeder();
        this.isFetching = !isComplete;
        this.neighbours = new Neighbours(
                events, this, Long.toString(random.nextLong()), spec.settings().maxConnections());
        this.fetch = new FetchPolicy<>(grid, announced, random, spec.isSequential(), this, events.nowNs());
        int slots = UploadSlots.count(spec.settings().maxUploads(), new Rate(0));
        this.serve = new ServePolicy<>(grid, slots, this, events.nowNs());
    }

    /** Returns what the store leaves to pieces that are being fetched: the rest is kept for reading. */
    private static long piecesBytes(long cacheBytes, PieceGrid grid) {
        long segmentBytes = Math.min(grid.pieceLengthBytes(), LARGEST_SEGMENT_BYTES);
        return cacheBytes - Math.min(cacheBytes / 4, 8 * segmentBytes);
    }

    Uplink up() {
        return up;
    }

    Downlink down() {
        return down;
    }

    MachineSpec spec() {
        return spec;
    }

    Neighbours neighbours() {
        return neighbours;
    }

    Traffic traffic() {
        return traffic;
    }

    boolean isDead() {
        return isDead;
    }

    boolean isComplete() {
        return isComplete;
    }

    /** Returns how long it took from its start to its last synced byte. */
    double elapsedSeconds() {
        return (finishedNs - startedNs) / 1e9;
    }

    void start() {
        startedNs = events.nowNs();
        announce(1);
        events.after((long) (random.nextDouble() * TICK_NS), this::tick);
    }

    /** Goes without a word, as when the power fails. */
    void die() {
        isDead = true;
        up.die();
    }

    private void announce(int count) {
        if (isDead) {
            return;
        }
        events.after(TRACKER_ANSWER_NS / 2 + (long) (random.nextDouble() * TRACKER_ANSWER_NS), () -> {
            neighbours.found(tracker.announce(this));
            boolean isAlone = isFetching
                    ? neighbours.all().stream().noneMatch(SimPeer::areWeInterested)
                    : neighbours.all().isEmpty();
            Duration next = Announcing.next(count, isAlone, isComplete, TRACKER_INTERVAL);
            events.after(next.toNanos(), () -> announce(count + 1));
        });
    }

    private void tick() {
        if (isDead) {
            return;
        }
        long now = events.nowNs();
        if (isFetching) {
            fetch.tick(neighbours.all(), now);
        }
        serve.tick(now);
        if (++ticks % TICKS_PER_SLOW_TICK == 0) {
            neighbours.call();
            neighbours.expireCalls();
            serve.rechoke(neighbours.all(), now);
            if (isFetching) {
                List.copyOf(neighbours.all()).forEach(peer -> lookAfter(peer, now));
            }
        }
        events.after(TICK_NS, this::tick);
    }

    private void lookAfter(SimPeer peer, long nowNs) {
        fetch.updateInterest(peer);
        if (fetch.isLostInBlock(peer, peer.lastArrivalNs(), nowNs)) {
            neighbours.hangUp(peer);
        }
    }

    // ---- who comes and goes ----

    /** Tells a new neighbour what is here. */
    void introduce(SimPeer peer) {
        BitSet shown = (BitSet) announced.clone();
        SimPeer there = peer.twin();
        peer.flow().message(() -> there.owner().introduced(there, shown));
    }

    private void introduced(SimPeer peer, BitSet shown) {
        if (!neighbours.contains(peer)) {
            return;
        }
        peer.understandsClaims(true);
        peer.sendsParts(true);
        peer.sendsBlocksOf(SimPeer.LARGEST_BLOCK_BYTES);
        peer.keepsRequests(Integer.MAX_VALUE);
        peer.isSeeder(shown.cardinality() == grid.count());
        peer.winsTies(neighbours.winsTies(peer));
        fetch.peerHas(peer, shown);
        fetch.introduce(peer);
        noteCompleteness(peer);
    }

    private void noteCompleteness(SimPeer peer) {
        if (!isFetching && peer.pieceCount() == grid.count()) {
            peer.restFor(ConnectPolicy.BOTH_COMPLETE_REST_NS);
            neighbours.hangUp(peer);
        }
    }

    /** A neighbour went. */
    void parted(SimPeer peer) {
        fetch.peerWent(peer);
        serve.peerWent(peer);
        serve.rechoke(neighbours.all(), events.nowNs());
        if (isFetching) {
            fetch.fillAll(neighbours.all(), events.nowNs());
        }
    }

    // ---- what is said ----

    @Override
    public void request(SimPeer peer, Block block) {
        SimPeer there = peer.twin();
        peer.flow().message(() -> there.owner().asked(there, block));
    }

    private void asked(SimPeer peer, Block block) {
        if (servable.get(block.piece())) {
            serve.requested(peer, block, events.nowNs());
        } else if (isHere(block.piece(), block.offsetBytes(), block.lengthBytes())) {
            serve.requestedEarly(peer, block, events.nowNs());
        }
    }

    private boolean isHere(int piece, int offsetBytes, int lengthBytes) {
        int next = arrivedUnits[piece].nextClearBit(offsetBytes / UNIT_BYTES);
        return (long) next * UNIT_BYTES >= (long) offsetBytes + lengthBytes;
    }

    @Override
    public void tellParts(SimPeer to, Map<Integer, BitSet> parts) {
        SimPeer there = to.twin();
        to.flow().message(() -> there.owner().heardOfParts(there, parts));
    }

    private void heardOfParts(SimPeer peer, Map<Integer, BitSet> parts) {
        if (isFetching) {
            parts.forEach((piece, held) -> fetch.peerGainedParts(peer, piece, held));
            fetch.fill(peer, neighbours.all(), events.nowNs());
        }
    }

    @Override
    public void cancel(SimPeer peer, Block block) {
        SimPeer there = peer.twin();
        peer.flow().message(() -> there.owner().serve.cancelled(there, block));
    }

    @Override
    public void claim(SimPeer to, int piece) {
        SimPeer there = to.twin();
        to.flow().message(() -> there.owner().heardClaim(there, piece));
    }

    private void heardClaim(SimPeer peer, int piece) {
        fetch.claimed(peer, piece, neighbours.all(), events.nowNs());
    }

    @Override
    public void interest(SimPeer peer, boolean areWeInterested) {
        SimPeer there = peer.twin();
        peer.flow().message(() -> there.owner().wanted(there, areWeInterested));
    }

    private void wanted(SimPeer peer, boolean isInterested) {
        serve.interestChanged(peer, isInterested, neighbours.all(), events.nowNs());
    }

    @Override
    public void giveUp(SimPeer peer) {
        neighbours.hangUp(peer);
    }

    @Override
    public void serve(SimPeer peer, boolean isServed) {
        if (!isServed) {
            peer.flow().dropQueuedBlocks();
        }
        SimPeer there = peer.twin();
        peer.flow().message(() -> there.owner().slotChanged(there, isServed));
    }

    private void slotChanged(SimPeer peer, boolean isOurs) {
        if (isOurs) {
            fetch.unchoked(peer, neighbours.all(), events.nowNs());
        } else {
            fetch.choked(peer);
        }
    }

    private void tellAll(int piece) {
        announced.set(piece);
        List<SimPeer> told = new ArrayList<>(neighbours.all().size());
        for (SimPeer peer : neighbours.all()) {
            SimPeer there = peer.twin();
            if (peer.flow().joinsBroadcast()) {
                told.add(there);
            } else {
                peer.flow().message(() -> there.owner().heardHave(there, piece));
            }
        }
        events.after(Flow.BROADCAST_NS, () -> {
            for (SimPeer there : told) {
                if (there.isOpen() && !there.owner().isDead()) {
                    there.owner().heardHave(there, piece);
                }
            }
        });
    }

    private void heardHave(SimPeer peer, int piece) {
        fetch.peerGained(peer, piece);
        noteCompleteness(peer);
        if (isFetching) {
            fetch.fill(peer, neighbours.all(), events.nowNs());
        }
    }

    // ---- what is moved ----

    @Override
    public boolean open(int piece) {
        if (reservedBytes + grid.lengthBytes(piece) > memoryBytes) {
            return false;
        }
        reservedBytes += grid.lengthBytes(piece);
        return true;
    }

    @Override
    public void read(SimPeer peer, Block block) {
        if (serve.wasRead(peer, block)) {
            peer.flow().block(block);
        }
    }

    @Override
    public int queuedBytes(SimPeer peer) {
        return peer.flow().queuedBytes();
    }

    /** The operating system took a block. */
    void blockSent(SimPeer peer, Block block) {
        traffic.sent(block.lengthBytes());
        if (!isDead && peer.isOpen()) {
            serve.blockSent(peer, block.lengthBytes(), events.nowNs());
        }
    }

    boolean blockBegins(SimPeer peer, Block block) {
        return isFetching && fetch.blockBegins(peer, block);
    }

    void blockArrived(SimPeer peer, Block block, boolean isTaken) {
        long now = events.nowNs();
        traffic.received(block.lengthBytes(), isTaken);
        fetch.blockArrived(peer, block, now);
        if (isTaken) {
            arrivedBytes[block.piece()] += block.lengthBytes();
            arrivedUnits[block.piece()].set(
                    block.offsetBytes() / UNIT_BYTES,
                    (block.offsetBytes() + block.lengthBytes() + UNIT_BYTES - 1) / UNIT_BYTES);
            if (arrivedBytes[block.piece()] == grid.lengthBytes(block.piece())) {
                events.after(HASH_NS, () -> verified(block.piece()));
            }
        }
        fetch.fill(peer, neighbours.all(), now);
    }

    private void verified(int piece) {
        if (isDead) {
            return;
        }
        servable.set(piece);
        fetch.pieceVerified(piece);
        boolean isLast = servable.cardinality() == grid.count();
        boolean isHeldByTarget =
                !withholding.isOn() && neighbours.all().stream().anyMatch(peer -> !peer.isSeeder() && peer.has(piece));
        if (!withholding.keepsBack(piece, isLast, isHeldByTarget)) {
            tellAll(piece);
        }
        disk.write(grid.lengthBytes(piece), () -> written(piece));
    }

    private void written(int piece) {
        if (isDead) {
            return;
        }
        reservedBytes -= grid.lengthBytes(piece);
        if (++writtenPieces < grid.count()) {
            fetch.fillAll(neighbours.all(), events.nowNs());
        } else {
            isFetching = false;
            events.after(SYNC_NS, this::synced);
        }
    }

    private void synced() {
        if (isDead) {
            return;
        }
        finishedNs = events.nowNs();
        isComplete = true;
        tellAll(withholding.piece());
        for (SimPeer peer : List.copyOf(neighbours.all())) {
            fetch.updateInterest(peer);
            noteCompleteness(peer);
        }
        onFinished.run();
    }
}
