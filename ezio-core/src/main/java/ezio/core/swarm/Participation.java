package ezio.core.swarm;

import ezio.core.swarm.store.PieceStore;
import java.time.Duration;

/**
 * How a session enters the swarm, pauses, comes back and leaves, and what takes part in it meanwhile. The session's
 * monitor guards what changes; {@link #pause}, {@link #resume} and {@link #leave} take it themselves, one of them at a
 * time, and wait for the disk and the trackers without it.
 */
final class Participation {

    private static final Duration PAUSE_PATIENCE = Duration.ofSeconds(2);

    private final Session session;
    private final Presence presence;
    private final Syncs syncs;
    // Held by who pauses, resumes or leaves; taken before the monitor.
    private final Object comingAndGoing = new Object();

    private PieceStore store;
    private Conversations conversations;
    private boolean isStopping;
    private boolean hasEntered;
    private boolean isPaused;

    Participation(Session session, Presence presence, Syncs syncs) {
        this.session = session;
        this.presence = presence;
        this.syncs = syncs;
    }

    boolean isStopping() {
        return isStopping;
    }

    boolean isPaused() {
        return isPaused;
    }

    /** Returns who is connected; null before the session has entered the swarm. */
    Conversations conversations() {
        return conversations;
    }

    /** Returns where the pieces are; null before the session has entered the swarm. */
    PieceStore store() {
        return store;
    }

    /** Makes what takes part in the swarm; the caller then calls {@link #announce}, without the monitor. */
    void enter() {
        open();
        hasEntered = true;
        if (isPaused) {
            // Before there was anybody to hang up on.
            conversations.closeAll("paused");
        }
    }

    private void open() {
        store = session.newStore();
        conversations = new Conversations(session, store);
        presence.open();
    }

    /** Tells the others that this node takes part, unless it is paused. */
    void announce() {
        if (session.isActive()) {
            presence.start();
        }
    }

    /** Hangs up on everybody, and syncs what is written. */
    void pause() {
        synchronized (comingAndGoing) {
            leaveForAWhile();
        }
    }

    private void leaveForAWhile() {
        PieceStore toClose;
        synchronized (session) {
            if (isPaused || isStopping || session.hasFailed()) {
                return;
            }
            isPaused = true;
            if (!hasEntered) {
                return;
            }
            conversations.closeAll("paused");
            toClose = store;
        }
        // The memory of pieces that have begun to arrive is for others now; until the network's thread has hung
        // up it may be writing into it.
        session.node().awaitNetwork();
        // They should have heard of it before they hear of a return.
        presence.stop(PAUSE_PATIENCE);
        toClose.close();
        try {
            syncs.now();
        } catch (RuntimeException e) {
            session.failed(e);
        }
    }

    /** Takes part again, with who was known before. */
    void resume() {
        synchronized (comingAndGoing) {
            comeBack();
        }
    }

    private void comeBack() {
        synchronized (session) {
            if (!isPaused || isStopping || session.hasFailed()) {
                return;
            }
            if (hasEntered) {
                session.addresses().tryAgain(System.nanoTime());
                open();
            }
            isPaused = false;
            if (!hasEntered) {
                return;
            }
        }
        announce();
    }

    /**
     * Leaves for good; does nothing a second time.
     *
     * @param patience how long it waits for the trackers
     * @param last runs in the end, whatever happens
     */
    void leave(Duration patience, Runnable last) {
        synchronized (comingAndGoing) {
            leaveForGood(patience, last);
        }
    }

    private void leaveForGood(Duration patience, Runnable last) {
        PieceStore toClose;
        Conversations toEnd;
        synchronized (session) {
            if (isStopping) {
                return;
            }
            isStopping = true;
            session.stopped();
            toClose = store;
            toEnd = conversations;
        }
        SwarmNode node = session.node();
        node.left(session);
        node.forget(session);
        if (toEnd != null) {
            toEnd.closeAll("stopping");
            node.awaitNetwork();
        }
        presence.leave(patience);
        try {
            if (toClose != null) {
                toClose.close();
            }
            syncs.now();
        } finally {
            last.run();
        }
    }
}
