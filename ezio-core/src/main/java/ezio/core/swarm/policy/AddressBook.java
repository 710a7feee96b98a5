package ezio.core.swarm.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who could be connected to, and when to try again. Not safe for use by several threads.
 *
 * @param <A> where a peer listens
 */
public final class AddressBook<A> {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LONGEST_WAIT_NS = 15 * SECOND_NS;
    private static final int MOST_ADDRESSES = 2000;

    private static final class Entry {
        boolean isBusy;
        int failures;
        long notBeforeNs;
        boolean isNeverAgain;
    }

    private final Map<A, Entry> entries = new LinkedHashMap<>();

    /** Learns of an address; known ones are left as they are. */
    public void add(A address, long nowNs) {
        if (entries.size() < MOST_ADDRESSES) {
            entries.computeIfAbsent(address, a -> {
                Entry entry = new Entry();
                entry.notBeforeNs = nowNs;
                return entry;
            });
        }
    }

    /** Returns addresses to connect to now, and notes them as busy. */
    public List<A> due(int most, long nowNs) {
        List<A> due = new ArrayList<>();
        for (Map.Entry<A, Entry> entry : entries.entrySet()) {
            Entry state = entry.getValue();
            if (due.size() < most && !state.isBusy && !state.isNeverAgain && nowNs - state.notBeforeNs >= 0) {
                state.isBusy = true;
                due.add(entry.getKey());
            }
        }
        return due;
    }

    /** A connection with who listens there stands, whoever made it. */
    public void connected(A address, long nowNs) {
        add(address, nowNs);
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.isBusy = true;
            entry.failures = 0;
        }
    }

    /**
     * The connection or the attempt ended.
     *
     * @param isFailure it never worked, so wait longer each time: 1, 2, 4 … 15 seconds; else try again after a second
     */
    public void ended(A address, boolean isFailure, long nowNs) {
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.isBusy = false;
            entry.failures = isFailure ? Math.min(entry.failures + 1, 10) : 0;
            entry.notBeforeNs =
                    nowNs + Math.min(LONGEST_WAIT_NS, SECOND_NS << Math.max(0, Math.min(entry.failures - 1, 5)));
        }
    }

    /** Tries the address no more before a time: it misbehaved. */
    public void restUntil(A address, long untilNs) {
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.notBeforeNs = untilNs;
        }
    }

    /** The address is our own, or leads to a peer that is connected by another way. */
    public void neverAgain(A address) {
        Entry entry = entries.get(address);
        if (entry != null) {
            entry.isNeverAgain = true;
        }
    }

    public int size() {
        return entries.size();
    }
}
