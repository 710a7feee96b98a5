package ezio.core.swarm.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has been asked of whom, and what to ask next.
 *
 * <p>A peer goes on with the piece that it is sending, in order, so that the hash can follow; then it takes up a piece
 * that somebody left; then a new one; then helps with a piece that others send. When everything is asked and still
 * missing, what has been waited for longest is asked of a second peer. Not safe for use by several threads.
 *
 * @param <P> a peer; identity or equality must not change
 */
public final class RequestPlan<P> {

    /** The smallest unit: what every client asks for at a time. */
    public static final int UNIT_BYTES = 16 << 10;

    // Asked of a second peer only when it is late; on a LAN a block takes milliseconds.
    private static final long LATE_NS = 400_000_000L;
    private static final int MOST_ASKED = 2;

    /** A part of a piece, asked for in one request. */
    public record Block(int piece, int offsetBytes, int lengthBytes) {

        // Written out, since those that a record has by itself run slowly until the JVM's optimizing compiler has had
        // them.
        @Override
        public boolean equals(Object other) {
            return other instanceof Block block
                    && piece == block.piece
                    && offsetBytes == block.offsetBytes
                    && lengthBytes == block.lengthBytes;
        }

        @Override
        public int hashCode() {
            return (31 * piece + offsetBytes) * 31 + lengthBytes;
        }
    }

    /**
     * Who sent a piece without its hash.
     *
     * @param senders had the piece when they sent parts of it, all of them, so they had seen its hash
     * @param relays handed a part of it on before they could know
     */
    public record Suspects<P>(Set<P> senders, Set<P> relays) {}

    /** Makes room for a new piece. */
    @FunctionalInterface
    public interface Opener {
        /** Returns false if there is no memory for one more piece now. */
        boolean open(int piece);
    }

    private static final class Asked {
        final Block block;
        final long atNs;
        boolean isGivenUp;
        boolean isIncoming;

        Asked(Block block, long atNs) {
            this.block = block;
            this.atNs = atNs;
        }
    }

    /** What one peer was asked for and has not sent, in the order of asking. */
    private static final class Owed {
        final Map<Long, Asked> blocks = new LinkedHashMap<>();
        /** Without what was given up. */
        long bytes;
    }

    private final PieceChoice choice;
    private final int pieceLengthBytes;
    private final long totalBytes;
    /** What is neither there nor begun. */
    private final BitSet free = new BitSet();
    /** What was not verified, begun or not. */
    private final BitSet lacking = new BitSet();
    /** What is begun, with parts that nobody is asked for. */
    private final BitSet unfinished = new BitSet();

    private final Map<Integer, OpenPiece<P>> open = new TreeMap<>();
    // In an order that does not depend on where objects are in memory, so that a simulation can be repeated.
    private final Map<P, Owed> owed = new LinkedHashMap<>();
    private long nothingLateBeforeNs = Long.MIN_VALUE / 2;

    /**
     * @param held what is there already; copied
     */
    public RequestPlan(PieceChoice choice, int pieceLengthBytes, long totalBytes, BitSet held) {
        this.choice = choice;
        this.pieceLengthBytes = pieceLengthBytes;
        this.totalBytes = totalBytes;
        free.set(0, new PieceGrid(pieceLengthBytes, totalBytes).count());
        free.andNot(held);
        lacking.or(free);
    }

    /** Returns the bytes that are asked of the peer and have not arrived. */
    public long outstandingBytes(P peer) {
        Owed all = owed.get(peer);
        return all == null ? 0 : all.bytes;
    }

    /** Returns the bytes that are asked of anybody and have not arrived. */
    public long outstandingBytes() {
        long sum = 0;
        for (Owed all : owed.values()) {
            sum += all.bytes;
        }
        return sum;
    }

    /** Returns the bytes of the pieces that were not verified, to a piece. */
    public long lackingBytes() {
        return Math.min(totalBytes, (long) lacking.cardinality() * pieceLengthBytes);
    }

    /** Returns how many requests the peer has not answered, given up or not. */
    public int requestCount(P peer) {
        Owed all = owed.get(peer);
        return all == null ? 0 : all.blocks.size();
    }

    /** Tells whether every piece that is lacking is begun here or touched by another target. */
    public boolean isEverythingBegun() {
        return !choice.isAnyUntouched(free);
    }

    /** Tells whether we lack the piece, begun or not. */
    public boolean isLacking(int piece) {
        return lacking.get(piece);
    }

    /** Tells whether the peer has a piece that we lack, begun or not. */
    public boolean isInteresting(BitSet has) {
        return has.intersects(lacking);
    }

    /**
     * Decides on the next request to a peer, and notes it as asked.
     *
     * @param has what the peer has
     * @param parts what it has of other pieces, as {@link Parts} counts
     * @param mostBytes the largest block that it sends, a multiple of 16 KiB
     * @param isSpared it is a seeder that other targets need too: nothing is asked of it that a target has or fetches
     * @return empty if there is nothing to ask it for now
     */
    public Optional<Block> next(
            P peer,
            BitSet has,
            Map<Integer, BitSet> parts,
            int mostBytes,
            boolean isSpared,
            long nowNs,
            Opener opener) {
        Optional<Block> block = unasked(peer, has, parts, mostBytes, isSpared, opener);
        if (block.isEmpty() && !isSpared) {
            block = late(peer, has, mostBytes, nowNs);
        }
        block.ifPresent(b -> note(peer, b, nowNs));
        return block;
    }

    private void note(P peer, Block block, long nowNs) {
        OpenPiece<P> piece = open.get(block.piece);
        piece.ask(block);
        piece.workers.add(peer);
        changed(piece);
        Owed all = owed.computeIfAbsent(peer, p -> new Owed());
        all.blocks.put(key(block), new Asked(block, nowNs));
        all.bytes += block.lengthBytes;
    }

    private void changed(OpenPiece<P> piece) {
        unfinished.set(piece.number, piece.unasked() > 0);
    }

    private Optional<Block> unasked(
            P peer, BitSet has, Map<Integer, BitSet> parts, int mostBytes, boolean isSpared, Opener opener) {
        OpenPiece<P> left = null;
        OpenPiece<P> others = null;
        for (int number = unfinished.nextSetBit(0); number >= 0; number = unfinished.nextSetBit(number + 1)) {
            OpenPiece<P> piece = open.get(number);
            if (!has.get(number) && !piece.isUnasked(parts.get(number))) {
                continue;
            }
            if (piece.workers.contains(peer)) {
                return unasked(piece, has, parts, mostBytes);
            }
            if (isSpared && choice.isTouched(number)) {
                continue;
            }
            if (piece.workers.isEmpty()) {
                left = left == null ? piece : left;
            } else if (others == null || piece.unasked() > others.unasked()) {
                others = piece;
            }
        }
        if (left != null) {
            return unasked(left, has, parts, mostBytes);
        }
        BitSet offered = parts.isEmpty() ? has : offered(has, parts);
        int fresh = choice.choose(offered, free, true);
        if (fresh < 0 && !isSpared) {
            fresh = choice.choose(offered, free, false);
        }
        if (fresh >= 0 && opener.open(fresh)) {
            return unasked(begin(fresh), has, parts, mostBytes);
        }
        return others == null || isSpared ? Optional.empty() : unasked(others, has, parts, mostBytes);
    }

    private static BitSet offered(BitSet has, Map<Integer, BitSet> parts) {
        BitSet offered = (BitSet) has.clone();
        parts.keySet().forEach(offered::set);
        return offered;
    }

    private Optional<Block> unasked(OpenPiece<P> piece, BitSet has, Map<Integer, BitSet> parts, int mostBytes) {
        boolean isWhole = has.get(piece.number);
        if (isWhole && !(pieceLengthBytes > Parts.LARGEST_WHOLE_BYTES && choice.isTouched(piece.number))) {
            return piece.firstUnasked(mostBytes);
        }
        BitSet held = isWhole ? Parts.all(pieceLengthBytes) : parts.get(piece.number);
        return piece.unaskedOf(held, choice.anyOf(Parts.count(pieceLengthBytes)), mostBytes);
    }

    private OpenPiece<P> begin(int number) {
        OpenPiece<P> piece = new OpenPiece<>(
                number, (int) Math.min(pieceLengthBytes, totalBytes - (long) number * pieceLengthBytes));
        open.put(number, piece);
        free.clear(number);
        changed(piece);
        return piece;
    }

    /** Everything that the peer has is asked for already: take over what another one is late with. */
    private Optional<Block> late(P peer, BitSet has, int mostBytes, long nowNs) {
        if (nowNs - nothingLateBeforeNs < 0) {
            return Optional.empty();
        }
        Asked latest = null;
        long firstAtNs = nowNs;
        for (Map.Entry<P, Owed> entry : owed.entrySet()) {
            for (Asked asked : entry.getValue().blocks.values()) {
                // Each peer's are in the order in which they were asked for.
                firstAtNs = Math.min(firstAtNs, asked.atNs);
                if (nowNs - asked.atNs <= LATE_NS || latest != null && asked.atNs >= latest.atNs) {
                    break;
                }
                if (has.get(asked.block.piece)
                        && !entry.getKey().equals(peer)
                        && isWorthAskingAgain(startOf(asked.block, mostBytes), peer)) {
                    latest = asked;
                }
            }
        }
        nothingLateBeforeNs = firstAtNs + LATE_NS;
        return latest == null ? Optional.empty() : Optional.of(startOf(latest.block, mostBytes));
    }

    private static Block startOf(Block block, int mostBytes) {
        return new Block(block.piece, block.offsetBytes, Math.min(block.lengthBytes, mostBytes));
    }

    private boolean isWorthAskingAgain(Block block, P peer) {
        OpenPiece<P> piece = open.get(block.piece);
        Owed own = owed.get(peer);
        return piece != null
                && piece.isWorthAskingAgain(block, MOST_ASKED)
                && (own == null || !own.blocks.containsKey(key(block)));
    }

    /**
     * A block begins to arrive.
     *
     * @return whether its bytes are to be taken: it was asked of this peer, and no part of it is there or on its way from
     *     another one. What is not taken must be thrown away, since it could overwrite what was hashed already.
     */
    public boolean begins(P peer, Block block) {
        Asked asked = find(peer, block);
        OpenPiece<P> piece = open.get(block.piece);
        if (asked == null || piece == null || !piece.isMissing(block)) {
            return false;
        }
        asked.isIncoming = true;
        piece.begins(block);
        return true;
    }

    private Asked find(P peer, Block block) {
        Owed all = owed.get(peer);
        Asked found = all == null ? null : all.blocks.get(key(block));
        return found != null && found.block.equals(block) ? found : null;
    }

    /**
     * All of a block has arrived.
     *
     * @param isEarly the peer did not have the piece itself
     * @return who else was asked for it and need not send it any more
     */
    public List<P> arrived(P peer, Block block, boolean isEarly) {
        Asked asked = find(peer, block);
        OpenPiece<P> piece = open.get(block.piece);
        boolean isTaken = asked != null && asked.isIncoming;
        forget(peer, block);
        if (piece == null || !isTaken) {
            return List.of();
        }
        piece.arrives(peer, block, isEarly);
        changed(piece);
        if (!piece.isAskedStill(block)) {
            return List.of();
        }
        List<P> others = new ArrayList<>();
        owed.keySet().forEach(other -> {
            if (find(other, block) != null) {
                others.add(other);
            }
        });
        return others;
    }

    /** Returns which part of its piece is complete with this block, which has arrived; empty if none is. */
    public Optional<Integer> completePart(Block block) {
        OpenPiece<P> piece = open.get(block.piece);
        int part = block.offsetBytes / Parts.LENGTH_BYTES;
        return piece != null && piece.hasPart(part) ? Optional.of(part) : Optional.empty();
    }

    /** Returns whether less than half of the piece has arrived. */
    public boolean isMostlyMissing(int piece) {
        OpenPiece<P> found = open.get(piece);
        return found != null && found.isMostlyMissing();
    }

    /** Notes that a block will not come: it was cancelled, or its bytes were lost. */
    public void forget(P peer, Block block) {
        Owed all = owed.get(peer);
        Asked found = all == null ? null : all.blocks.remove(key(block));
        if (found != null) {
            settle(all, found);
        }
    }

    private void settle(Owed all, Asked asked) {
        OpenPiece<P> piece = open.get(asked.block.piece);
        if (asked.isIncoming && piece != null) {
            piece.stops(asked.block);
        }
        if (!asked.isGivenUp) {
            giveUp(all, asked);
        }
    }

    private void giveUp(Owed all, Asked asked) {
        asked.isGivenUp = true;
        all.bytes -= asked.block.lengthBytes;
        OpenPiece<P> piece = open.get(asked.block.piece);
        if (piece != null) {
            piece.giveUp(asked.block);
            changed(piece);
        }
    }

    /** Returns since when the peer owes what it was asked for first; empty if it owes nothing. */
    public Optional<Long> oldestRequestNs(P peer) {
        Owed all = owed.get(peer);
        if (all != null) {
            for (Asked each : all.blocks.values()) {
                if (!each.isGivenUp) {
                    return Optional.of(each.atNs);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether a part of a block is there that the peer has not sent to its end. */
    public boolean isInBlock(P peer) {
        Owed all = owed.get(peer);
        return all != null && all.blocks.values().stream().anyMatch(asked -> asked.isIncoming);
    }

    /** Lets others have what the peer owes; what comes from it all the same is still taken. */
    public void releaseRequests(P peer) {
        Owed all = owed.get(peer);
        if (all != null) {
            all.blocks.values().stream()
                    .filter(asked -> !asked.isGivenUp && !asked.isIncoming)
                    .forEach(asked -> {
                        giveUp(all, asked);
                        Optional.ofNullable(open.get(asked.block.piece)).ifPresent(OpenPiece::mayStillCome);
                    });
            open.values().forEach(piece -> piece.workers.remove(peer));
        }
    }

    /**
     * Asks the peer no more for the piece.
     *
     * @return what it owes of it and has not begun to send; it is not expected any more
     */
    public List<Block> leave(P peer, int piece) {
        Owed all = owed.get(peer);
        if (all == null) {
            return List.of();
        }
        Optional.ofNullable(open.get(piece)).ifPresent(left -> left.workers.remove(peer));
        List<Block> blocks = new ArrayList<>();
        for (Asked asked : all.blocks.values()) {
            if (asked.block.piece == piece && !asked.isIncoming) {
                blocks.add(asked.block);
            }
        }
        blocks.forEach(block -> forget(peer, block));
        return blocks;
    }

    /** The peer choked us or went: nothing that it was asked for will come. */
    public void peerWent(P peer) {
        Owed all = owed.remove(peer);
        if (all != null) {
            all.blocks.values().forEach(asked -> settle(all, asked));
        }
        open.values().forEach(piece -> piece.workers.remove(peer));
    }

    /** Returns whether every block of the piece has arrived. */
    public boolean isComplete(int piece) {
        OpenPiece<P> found = open.get(piece);
        return found != null && found.isComplete();
    }

    /** The piece had its hash. */
    public void pieceVerified(int piece) {
        open.remove(piece);
        unfinished.clear(piece);
        lacking.clear(piece);
    }

    /** The piece did not have its hash, and has to be fetched again. */
    public Suspects<P> pieceRejected(int piece) {
        OpenPiece<P> removed = open.remove(piece);
        unfinished.clear(piece);
        free.set(piece);
        // What is still asked of anybody must not count as asked when the piece is begun anew.
        owed.forEach((peer, all) -> all.blocks.values().stream()
                .map(asked -> asked.block)
                .filter(block -> block.piece == piece)
                .toList()
                .forEach(block -> forget(peer, block)));
        if (removed == null) {
            return new Suspects<>(Set.of(), Set.of());
        }
        // Who sent the end of it after it had fetched the piece anew had handed on the beginning before.
        removed.contributors.removeAll(removed.relays);
        return new Suspects<>(removed.contributors, removed.relays);
    }

    /** Returns the pieces that are being fetched. */
    public int openCount() {
        return open.size();
    }

    private static long key(Block block) {
        return (long) block.piece << 32 | block.offsetBytes;
    }
}
