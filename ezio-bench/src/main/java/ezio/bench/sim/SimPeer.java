package ezio.bench.sim;

import ezio.core.swarm.policy.SwarmPeer;

/** One machine as another one sees it over a connection. */
final class SimPeer extends SwarmPeer {

    private final Machine owner;
    private SimPeer twin;
    private Flow flow;
    private boolean isOpen = true;
    private long restNs;

    private SimPeer(Machine owner, long nowNs) {
        super(nowNs);
        this.owner = owner;
    }

    /** Connects two machines; returns how the first sees the second. */
    static SimPeer connect(Machine first, Machine second, EventQueue events) {
        SimPeer one = new SimPeer(first, events.nowNs());
        SimPeer other = new SimPeer(second, events.nowNs());
        one.twin = other;
        other.twin = one;
        one.flow = new Flow(events, first.up(), second.down(), one);
        other.flow = new Flow(events, second.up(), first.down(), other);
        return one;
    }

    /** Returns whose view this is. */
    Machine owner() {
        return owner;
    }

    /** Returns the machine at the other end. */
    Machine other() {
        return twin.owner;
    }

    /** Returns how the machine at the other end sees this one. */
    SimPeer twin() {
        return twin;
    }

    /** Returns what leads to the other end. */
    Flow flow() {
        return flow;
    }

    /** Returns when a part of a block last came from the other end. */
    long lastArrivalNs() {
        return twin.flow.lastArrivalNs();
    }

    boolean isOpen() {
        return isOpen;
    }

    /** Nothing more is said, in both directions. */
    void close() {
        isOpen = false;
        twin.isOpen = false;
    }

    /** Returns how long the machine is not to be called again; 0 if it may be. */
    long restNs() {
        return restNs;
    }

    void restFor(long ns) {
        restNs = ns;
    }
}
