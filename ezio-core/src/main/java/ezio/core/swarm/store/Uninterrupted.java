package ezio.core.swarm.store;

import java.util.function.BooleanSupplier;

/** Waiting that an interrupt does not cut short: memory that a disk still writes to must not be freed. */
final class Uninterrupted {

    private Uninterrupted() {}

    /**
     * Waits on a monitor that the caller holds until something is over, and restores the interrupt that came meanwhile.
     *
     * @param isGoingOn asked under the monitor; what ends it notifies all
     */
    static void await(Object monitor, BooleanSupplier isGoingOn) {
        boolean wasInterrupted = false;
        while (isGoingOn.getAsBoolean()) {
            try {
                monitor.wait();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
