package ezio.core.swarm.policy;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lets those who wait for a {@link TokenBucket} go in turn, a block at a time, so that nobody starves: who comes while
 * others wait joins the end of the queue. Not safe for use by several threads.
 *
 * @param <W> who waits; identity or equality must not change
 */
public final class FairShare<W> {

    private final TokenBucket bucket;
    private final Set<W> waiting = new LinkedHashSet<>();
    private W turn;

    public FairShare(TokenBucket bucket) {
        this.bucket = bucket;
    }

    /** Returns whether {@code who} may take now; if not, it waits for its turn. */
    public boolean mayTake(W who, long nowNs) {
        boolean isFree = turn == null && waiting.isEmpty();
        if (bucket.isUnlimited() || bucket.isOpen(nowNs) && (isFree || who.equals(turn))) {
            return true;
        }
        waiting.add(who);
        return false;
    }

    /** Something goes. Who had the turn has had it. */
    public void take(W who, long bytes, long nowNs) {
        bucket.take(bytes, nowNs);
        if (who.equals(turn)) {
            turn = null;
        }
    }

    /**
     * Returns who may take now; it is to be told, and the turn ends when this is called again, whether it was used or
     * not. Empty if nobody waits or nothing may go yet.
     */
    public Optional<W> next(long nowNs) {
        turn = null;
        if (waiting.isEmpty() || !bucket.isOpen(nowNs)) {
            return Optional.empty();
        }
        Iterator<W> first = waiting.iterator();
        turn = first.next();
        first.remove();
        return Optional.of(turn);
    }

    /** It wants nothing any more. */
    public void forget(W who) {
        waiting.remove(who);
        if (who.equals(turn)) {
            turn = null;
        }
    }

    public boolean isAwaited() {
        return !waiting.isEmpty();
    }
}
