package ezio.bench.sim;

import java.util.Arrays;

/** What happens when, in simulated nanoseconds; at the same time in the order in which it was asked for. */
final class EventQueue {

    private long[] times = new long[1024];
    private long[] numbers = new long[1024];
    private Runnable[] events = new Runnable[1024];
    private int size;
    private long count;
    private long nowNs;

    long nowNs() {
        return nowNs;
    }

    /** Returns how many events have been run. */
    long count() {
        return count - size;
    }

    void after(long delayNs, Runnable event) {
        at(nowNs + delayNs, event);
    }

    /**
     * @param timeNs now, if it is in the past
     */
    void at(long timeNs, Runnable event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        place(size++, Math.max(nowNs, timeNs), count++, event);
    }

    private void place(int at, long timeNs, long number, Runnable event) {
        int hole = at;
        while (hole > 0) {
            int parent = (hole - 1) >> 1;
            if (isBefore(times[parent], numbers[parent], timeNs, number)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        set(hole, timeNs, number, event);
    }

    /** Runs the next event; false if there is none. */
    boolean runNext() {
        if (size == 0) {
            return false;
        }
        Runnable first = events[0];
        nowNs = times[0];
        size--;
        long timeNs = times[size];
        long number = numbers[size];
        Runnable last = events[size];
        events[size] = null;
        if (size > 0) {
            int hole = 0;
            for (int child = 1; child < size; child = 2 * hole + 1) {
                if (child + 1 < size && isBefore(times[child + 1], numbers[child + 1], times[child], numbers[child])) {
                    child++;
                }
                if (isBefore(timeNs, number, times[child], numbers[child])) {
                    break;
                }
                move(child, hole);
                hole = child;
            }
            set(hole, timeNs, number, last);
        }
        first.run();
        return true;
    }

    private static boolean isBefore(long timeNs, long number, long otherNs, long otherNumber) {
        return timeNs != otherNs ? timeNs < otherNs : number < otherNumber;
    }

    private void move(int from, int to) {
        set(to, times[from], numbers[from], events[from]);
    }

    private void set(int at, long timeNs, long number, Runnable event) {
        times[at] = timeNs;
        numbers[at] = number;
        events[at] = event;
    }
}
