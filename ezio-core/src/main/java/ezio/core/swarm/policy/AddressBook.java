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
    // What peers and the local network tell may be wrong, by mistake or on purpose, and leaves room for what trackers
    // and
    // the user say.
    private static final int MOST_HEARSAY = 1000;
    private static final int HEARSAY_AT_A_TIME = 4;

    private static final class Entry {
        boolean isHearsay;
        boolean isBusy;
        int failures;
        long notBeforeNs;
        boolean isNeverAgain;

        boolean isDue(long nowNs) {
            return !isBusy && !isNeverAgain && nowNs - notBeforeNs >= 0;
        }
    }

    private final Map<A, Entry> entries = new LinkedHashMap<>();
    private int hearsay;

    /** Learns of an address from a tracker or the user; when to try a known one is left as it is. */
    public void add(A address, long nowNs) {
        Entry known = entries.get(address);
        if (known != null) {
            trust(known);
        } else if (entries.size() < MOST_ADDRESSES) {
            entries.put(address, newEntry(nowNs));
        }
    }

    /** Learns of an address from somebody who may be wrong; it is tried after the others, few at a time. */
    public void addHearsay(A address, long nowNs) {
        if (hearsay < MOST_HEARSAY && entries.size() < MOST_ADDRESSES && !entries.containsKey(address)) {
            Entry entry = newEntry(nowNs);
            entry.isHearsay = true;
            hearsay++;
            entries.put(address, entry);
        }
    }

    private static Entry newEntry(long nowNs) {
        Entry entry = new Entry();
        entry.notBeforeNs = nowNs;
        return entry;
    }

    private void trust(Entry entry) {
        if (entry.isHearsay) {
            entry.isHearsay = false;
            hearsay--;
        }
    }

    /** Returns addresses to connect to now, and notes them as busy. */
    public List<A> due(int most, long nowNs) {
        List<A> due = new ArrayList<>();
        collectDue(due, most, false, nowNs);
        long calledOnHearsay = entries.values().stream()
                .filter(entry -> entry.isHearsay && entry.isBusy)
                .count();
        int left = (int) Math.min(most - due.size(), HEARSAY_AT_A_TIME - calledOnHearsay);
        collectDue(due, due.size() + left, true, nowNs);
        return due;
    }

    private void collectDue(List<A> due, int most, boolean isHearsay, long nowNs) {
        for (Map.Entry<A, Entry> entry : entries.entrySet()) {
            Entry state = entry.getValue();
            if (due.size() < most && state.isHearsay == isHearsay && state.isDue(nowNs)) {
                state.isBusy = true;
                due.add(entry.getKey());
            }
        }
    }

    /** Tells whether {@link #due} would return something if there were room. */
    public boolean hasDue(long nowNs) {
        return entries.values().stream().anyMatch(entry -> entry.isDue(nowNs));
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

    /** Tries who was called or left lately again at once; who rests for longer goes on resting. */
    public void tryAgain(long nowNs) {
        for (Entry entry : entries.values()) {
            if (entry.notBeforeNs - nowNs <= LONGEST_WAIT_NS) {
                entry.notBeforeNs = nowNs;
            }
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
