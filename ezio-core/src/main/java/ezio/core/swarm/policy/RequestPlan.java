package ezio.core.swarm.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
    public record Block(int piece, int offsetBytes, int lengthBytes) {}

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

    private final class OpenPiece {
        final int piece;
        final int lengthBytes;
        final byte[] asked;
        final BitSet arrived = new BitSet();
        final BitSet incoming = new BitSet();
        final Set<P> contributors = new HashSet<>();
        final Set<P> workers = new HashSet<>();
        int unasked;

        OpenPiece(int piece, int lengthBytes) {
            this.piece = piece;
            this.lengthBytes = lengthBytes;
            this.asked = new byte[(lengthBytes + UNIT_BYTES - 1) / UNIT_BYTES];
            this.unasked = asked.length;
        }

        boolean isComplete() {
            return arrived.cardinality() == asked.length;
        }

        Optional<Block> firstUnasked(int mostBytes) {
            for (int unit = 0; unit < asked.length; unit++) {
                if (asked[unit] == 0 && !arrived.get(unit)) {
                    // Requests stay inside of a stretch aligned to their size, so that no block spans two buffers.
                    int stretch = Math.max(1, mostBytes / UNIT_BYTES);
                    int end = Math.min(asked.length, (unit / stretch + 1) * stretch);
                    int last = unit;
                    while (last + 1 < end && asked[last + 1] == 0 && !arrived.get(last + 1)) {
                        last++;
                    }
                    return Optional.of(block(unit, last + 1));
                }
            }
            return Optional.empty();
        }

        Block block(int firstUnit, int endUnit) {
            int offset = firstUnit * UNIT_BYTES;
            return new Block(piece, offset, Math.min(endUnit * UNIT_BYTES, lengthBytes) - offset);
        }

        void ask(Block block) {
            for (int unit = firstUnit(block); unit < endUnit(block); unit++) {
                if (asked[unit]++ == 0 && !arrived.get(unit)) {
                    unasked--;
                }
            }
        }

        void giveUp(Block block) {
            for (int unit = firstUnit(block); unit < endUnit(block); unit++) {
                if (--asked[unit] == 0 && !arrived.get(unit)) {
                    unasked++;
                }
            }
        }
    }

    private static int firstUnit(Block block) {
        return block.offsetBytes / UNIT_BYTES;
    }

    private static int endUnit(Block block) {
        return (block.offsetBytes + block.lengthBytes + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    private final PieceChoice choice;
    private final int pieceLengthBytes;
    private final long totalBytes;
    private final BitSet taken;
    private final Map<Integer, OpenPiece> open = new TreeMap<>();
    private final Map<P, LinkedHashMap<Long, Asked>> outstanding = new HashMap<>();
    private final Map<P, Long> outstandingBytes = new HashMap<>();

    /**
     * @param held what is there already; copied
     */
    public RequestPlan(PieceChoice choice, int pieceLengthBytes, long totalBytes, BitSet held) {
        this.choice = choice;
        this.pieceLengthBytes = pieceLengthBytes;
        this.totalBytes = totalBytes;
        this.taken = (BitSet) held.clone();
    }

    /** Returns the bytes that are asked of the peer and have not arrived. */
    public long outstandingBytes(P peer) {
        return outstandingBytes.getOrDefault(peer, 0L);
    }

    /** Returns how many requests the peer has not answered, given up or not. */
    public int requestCount(P peer) {
        Map<Long, Asked> asked = outstanding.get(peer);
        return asked == null ? 0 : asked.size();
    }

    /** Tells whether the peer has a piece that we lack, begun or not. */
    public boolean isInteresting(BitSet has) {
        for (int piece = has.nextSetBit(0); piece >= 0; piece = has.nextSetBit(piece + 1)) {
            if (!taken.get(piece) || open.containsKey(piece)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Decides on the next request to a peer, and notes it as asked.
     *
     * @param has what the peer has
     * @param mostBytes the largest block that it sends, a multiple of 16 KiB
     * @param isSpared it is a seeder that other targets need too: nothing is asked of it that a target has or fetches
     * @return empty if there is nothing to ask it for now
     */
    public Optional<Block> next(P peer, BitSet has, int mostBytes, boolean isSpared, long nowNs, Opener opener) {
        Optional<Block> block = unasked(peer, has, mostBytes, isSpared, opener);
        if (block.isEmpty() && !isSpared) {
            block = late(peer, has, mostBytes, nowNs);
        }
        block.ifPresent(b -> {
            OpenPiece piece = open.get(b.piece);
            piece.ask(b);
            piece.workers.add(peer);
            outstanding.computeIfAbsent(peer, p -> new LinkedHashMap<>()).put(key(b), new Asked(b, nowNs));
            outstandingBytes.merge(peer, (long) b.lengthBytes, Long::sum);
        });
        return block;
    }

    private Optional<Block> unasked(P peer, BitSet has, int mostBytes, boolean isSpared, Opener opener) {
        OpenPiece left = null;
        OpenPiece others = null;
        for (OpenPiece piece : open.values()) {
            if (piece.unasked == 0 || !has.get(piece.piece)) {
                continue;
            }
            if (piece.workers.contains(peer)) {
                return piece.firstUnasked(mostBytes);
            }
            if (piece.workers.isEmpty()) {
                left = left == null ? piece : left;
            } else if (others == null || piece.unasked > others.unasked) {
                others = piece;
            }
        }
        if (left != null) {
            return left.firstUnasked(mostBytes);
        }
        int fresh = choice.choose(has, taken, true);
        if (fresh < 0 && !isSpared) {
            fresh = choice.choose(has, taken, false);
        }
        if (fresh >= 0 && opener.open(fresh)) {
            OpenPiece piece = new OpenPiece(
                    fresh, (int) Math.min(pieceLengthBytes, totalBytes - (long) fresh * pieceLengthBytes));
            open.put(fresh, piece);
            taken.set(fresh);
            return piece.firstUnasked(mostBytes);
        }
        return others == null || isSpared ? Optional.empty() : others.firstUnasked(mostBytes);
    }

    /** Everything that the peer has is asked for already: take over what another one is late with. */
    private Optional<Block> late(P peer, BitSet has, int mostBytes, long nowNs) {
        return outstanding.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(peer))
                .flatMap(entry -> entry.getValue().values().stream())
                .filter(asked -> nowNs - asked.atNs > LATE_NS && has.get(asked.block.piece))
                .sorted(Comparator.comparingLong(asked -> asked.atNs))
                .map(asked -> startOf(asked.block, mostBytes))
                .filter(block -> isWorthAskingAgain(block, peer))
                .findFirst();
    }

    private static Block startOf(Block block, int mostBytes) {
        return new Block(block.piece, block.offsetBytes, Math.min(block.lengthBytes, mostBytes));
    }

    private boolean isWorthAskingAgain(Block block, P peer) {
        OpenPiece piece = open.get(block.piece);
        Map<Long, Asked> own = outstanding.get(peer);
        return piece != null
                && !piece.arrived.get(firstUnit(block))
                && !piece.incoming.get(firstUnit(block))
                && piece.asked[firstUnit(block)] < MOST_ASKED
                && (own == null || !own.containsKey(key(block)));
    }

    /**
     * A block begins to arrive.
     *
     * @return whether its bytes are to be taken: it was asked of this peer, and no part of it is there or on its way from
     *     another one. What is not taken must be thrown away, since it could overwrite what was hashed already.
     */
    public boolean begins(P peer, Block block) {
        Asked asked = find(peer, block);
        OpenPiece piece = open.get(block.piece);
        if (asked == null
                || piece == null
                || piece.arrived.get(firstUnit(block), endUnit(block)).cardinality() > 0
                || piece.incoming.get(firstUnit(block), endUnit(block)).cardinality() > 0) {
            return false;
        }
        asked.isIncoming = true;
        piece.incoming.set(firstUnit(block), endUnit(block));
        return true;
    }

    private Asked find(P peer, Block block) {
        Map<Long, Asked> asked = outstanding.get(peer);
        Asked found = asked == null ? null : asked.get(key(block));
        return found != null && found.block.equals(block) ? found : null;
    }

    /**
     * All of a block has arrived.
     *
     * @return who else was asked for it and need not send it any more
     */
    public List<P> arrived(P peer, Block block) {
        Asked asked = find(peer, block);
        OpenPiece piece = open.get(block.piece);
        boolean isTaken = asked != null && asked.isIncoming;
        forget(peer, block);
        if (piece == null || !isTaken) {
            return List.of();
        }
        for (int unit = firstUnit(block); unit < endUnit(block); unit++) {
            piece.arrived.set(unit);
            if (piece.asked[unit] == 0) {
                piece.unasked--;
            }
        }
        piece.contributors.add(peer);
        List<P> others = new ArrayList<>();
        outstanding.keySet().forEach(other -> {
            if (find(other, block) != null) {
                others.add(other);
            }
        });
        return others;
    }

    /** Notes that a block will not come: it was cancelled, or its bytes were lost. */
    public void forget(P peer, Block block) {
        Map<Long, Asked> asked = outstanding.get(peer);
        Asked found = asked == null ? null : asked.remove(key(block));
        if (found != null) {
            settle(peer, found);
        }
    }

    private void settle(P peer, Asked asked) {
        OpenPiece piece = open.get(asked.block.piece);
        if (asked.isIncoming && piece != null) {
            piece.incoming.clear(firstUnit(asked.block), endUnit(asked.block));
        }
        if (!asked.isGivenUp) {
            giveUp(peer, asked);
        }
    }

    private void giveUp(P peer, Asked asked) {
        asked.isGivenUp = true;
        outstandingBytes.computeIfPresent(peer, (p, bytes) -> bytes - asked.block.lengthBytes);
        OpenPiece piece = open.get(asked.block.piece);
        if (piece != null) {
            piece.giveUp(asked.block);
        }
    }

    /** Returns since when the peer owes what it was asked for first; empty if it owes nothing. */
    public Optional<Long> oldestRequestNs(P peer) {
        Map<Long, Asked> asked = outstanding.get(peer);
        if (asked == null) {
            return Optional.empty();
        }
        return asked.values().stream()
                .filter(a -> !a.isGivenUp)
                .map(a -> a.atNs)
                .findFirst();
    }

    /** Returns whether a part of a block is there that the peer has not sent to its end. */
    public boolean isInBlock(P peer) {
        Map<Long, Asked> asked = outstanding.get(peer);
        return asked != null && asked.values().stream().anyMatch(a -> a.isIncoming);
    }

    /** Lets others have what the peer owes; what comes from it all the same is still taken. */
    public void releaseRequests(P peer) {
        Map<Long, Asked> asked = outstanding.get(peer);
        if (asked != null) {
            asked.values().stream().filter(a -> !a.isGivenUp && !a.isIncoming).forEach(a -> giveUp(peer, a));
            open.values().forEach(piece -> piece.workers.remove(peer));
        }
    }

    /** The peer choked us or went: nothing that it was asked for will come. */
    public void peerWent(P peer) {
        Map<Long, Asked> asked = outstanding.remove(peer);
        if (asked != null) {
            asked.values().forEach(a -> settle(peer, a));
        }
        outstandingBytes.remove(peer);
        open.values().forEach(piece -> piece.workers.remove(peer));
    }

    /** Returns whether every block of the piece has arrived. */
    public boolean isComplete(int piece) {
        OpenPiece found = open.get(piece);
        return found != null && found.isComplete();
    }

    /** The piece had its hash. */
    public void pieceVerified(int piece) {
        open.remove(piece);
    }

    /**
     * The piece did not have its hash, and has to be fetched again.
     *
     * @return who sent a part of it
     */
    public Set<P> pieceRejected(int piece) {
        OpenPiece removed = open.remove(piece);
        taken.clear(piece);
        return removed == null ? Set.of() : removed.contributors;
    }

    /** Returns the pieces that are being fetched. */
    public int openCount() {
        return open.size();
    }

    private static long key(Block block) {
        return (long) block.piece << 32 | block.offsetBytes;
    }
}
