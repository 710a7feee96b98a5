package ezio.core.swarm.policy;

import ezio.core.swarm.policy.RequestPlan.Block;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A piece that is being fetched: which parts of it are asked for, on their way, or there. */
final class OpenPiece<P> {

    static final int UNIT_BYTES = RequestPlan.UNIT_BYTES;

    final int number;
    private final int lengthBytes;
    /** By unit, how many peers were asked for it. */
    private final byte[] asked;

    private final BitSet arrived = new BitSet();
    private final BitSet incoming = new BitSet();
    /** Who had the piece and sent a part of it. */
    final Set<P> contributors = new HashSet<>();
    /** Who handed a part of it on before it had the piece. */
    final Set<P> relays = new HashSet<>();
    /** Who was asked for a part of it last. */
    final Set<P> workers = new HashSet<>();

    /** Somebody may send a part that it is not counted on for any more. */
    private boolean isLeftWithSomebody;

    private int unasked;
    private int missing;

    OpenPiece(int number, int lengthBytes) {
        this.number = number;
        this.lengthBytes = lengthBytes;
        this.asked = new byte[(lengthBytes + UNIT_BYTES - 1) / UNIT_BYTES];
        this.unasked = asked.length;
        this.missing = asked.length;
    }

    boolean isComplete() {
        return missing == 0;
    }

    boolean isMostlyMissing() {
        return missing > asked.length / 2;
    }

    boolean hasPart(int part) {
        int end = Math.min(asked.length, (part + 1) * Parts.UNITS);
        return arrived.nextClearBit(part * Parts.UNITS) >= end;
    }

    /** Returns how many units are neither there nor asked for. */
    int unasked() {
        return unasked;
    }

    Optional<Block> firstUnasked(int mostBytes) {
        int unit = firstUnasked(0, asked.length);
        return unit < 0 ? Optional.empty() : Optional.of(unaskedFrom(unit, mostBytes));
    }

    /** Returns whether something of these parts is neither there nor asked for. */
    boolean isUnasked(BitSet parts) {
        return parts != null && parts.stream().anyMatch(part -> firstUnaskedOf(part) >= 0);
    }

    /**
     * Returns something of these parts: of one that was begun, so that it can be handed on soon, else of the first one from
     * {@code start} on, so that several targets get different ones.
     */
    Optional<Block> unaskedOf(BitSet parts, int start, int mostBytes) {
        int chosen = -1;
        for (int part = parts.nextSetBit(0); part >= 0; part = parts.nextSetBit(part + 1)) {
            int unit = part * Parts.UNITS < asked.length ? firstUnaskedOf(part) : -1;
            if (unit < 0) {
                continue;
            }
            if (unit > part * Parts.UNITS) {
                return Optional.of(unaskedFrom(unit, mostBytes));
            }
            if (chosen < 0 || part >= start && chosen < start * Parts.UNITS) {
                chosen = unit;
            }
        }
        return chosen < 0 ? Optional.empty() : Optional.of(unaskedFrom(chosen, mostBytes));
    }

    private int firstUnaskedOf(int part) {
        return firstUnasked(part * Parts.UNITS, Math.min(asked.length, (part + 1) * Parts.UNITS));
    }

    private int firstUnasked(int from, int end) {
        for (int unit = from; unit < end; unit++) {
            if (isUnasked(unit)) {
                return unit;
            }
        }
        return -1;
    }

    private Block unaskedFrom(int unit, int mostBytes) {
        // Requests stay inside of a stretch aligned to their size, so that no block spans two buffers.
        int stretch = Math.max(1, mostBytes / UNIT_BYTES);
        int end = Math.min(asked.length, (unit / stretch + 1) * stretch);
        int last = unit;
        while (last + 1 < end && isUnasked(last + 1)) {
            last++;
        }
        return block(unit, last + 1);
    }

    private boolean isUnasked(int unit) {
        return asked[unit] == 0 && !arrived.get(unit);
    }

    private Block block(int firstUnit, int endUnit) {
        int offset = firstUnit * UNIT_BYTES;
        return new Block(number, offset, Math.min(endUnit * UNIT_BYTES, lengthBytes) - offset);
    }

    /** Returns whether the start of the block is missing, not on its way, and asked of fewer than so many. */
    boolean isWorthAskingAgain(Block block, int most) {
        int unit = firstUnit(block);
        return !arrived.get(unit) && !incoming.get(unit) && asked[unit] < most;
    }

    /** Returns whether no part of the block is there or on its way. */
    boolean isMissing(Block block) {
        return isNone(arrived, block) && isNone(incoming, block);
    }

    private static boolean isNone(BitSet units, Block block) {
        int next = units.nextSetBit(firstUnit(block));
        return next < 0 || next >= endUnit(block);
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

    /** What was given up may come all the same. */
    void mayStillCome() {
        isLeftWithSomebody = true;
    }

    /** Returns whether anybody may still send a part of the block. */
    boolean isAskedStill(Block block) {
        boolean isAsked = isLeftWithSomebody;
        for (int unit = firstUnit(block); unit < endUnit(block); unit++) {
            isAsked |= asked[unit] > 0;
        }
        return isAsked;
    }

    void begins(Block block) {
        incoming.set(firstUnit(block), endUnit(block));
    }

    void stops(Block block) {
        incoming.clear(firstUnit(block), endUnit(block));
    }

    void arrives(P from, Block block, boolean isEarly) {
        for (int unit = firstUnit(block); unit < endUnit(block); unit++) {
            if (!arrived.get(unit)) {
                arrived.set(unit);
                missing--;
                if (asked[unit] == 0) {
                    unasked--;
                }
            }
        }
        (isEarly ? relays : contributors).add(from);
    }

    private static int firstUnit(Block block) {
        return block.offsetBytes() / UNIT_BYTES;
    }

    private static int endUnit(Block block) {
        return (block.offsetBytes() + block.lengthBytes() + UNIT_BYTES - 1) / UNIT_BYTES;
    }
}
