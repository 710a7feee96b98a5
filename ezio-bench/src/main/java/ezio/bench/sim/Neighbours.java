package ezio.bench.sim;

import ezio.core.swarm.policy.AddressBook;
import ezio.core.swarm.policy.ConnectPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who a machine is connected to, and whom it calls: what a session does with connections, by the same policies. */
final class Neighbours {

    private final EventQueue events;
    private final Machine owner;
    private final byte[] id;
    private final int mostConnections;
    private final AddressBook<Machine> addresses = new AddressBook<>();
    private final Set<SimPeer> roster = new LinkedHashSet<>();
    private final Map<Machine, SimPeer> byMachine = new HashMap<>();
    /** Who was called and has not answered, and when. */
    private final Map<Machine, Long> calls = new LinkedHashMap<>();

    /**
     * @param id decides which of two connections stays when both sides call
     */
    Neighbours(EventQueue events, Machine owner, String id, int mostConnections) {
        this.events = events;
        this.owner = owner;
        this.id = id.getBytes(StandardCharsets.US_ASCII);
        this.mostConnections = mostConnections;
    }

    /** Returns who is connected; a view. */
    Collection<SimPeer> all() {
        return Collections.unmodifiableSet(roster);
    }

    boolean contains(SimPeer peer) {
        return roster.contains(peer);
    }

    boolean winsTies(SimPeer peer) {
        return Arrays.compareUnsigned(peer.other().neighbours().id, id) > 0;
    }

    void found(Collection<Machine> machines) {
        machines.forEach(machine -> addresses.add(machine, events.nowNs()));
        call();
    }

    void call() {
        int room = ConnectPolicy.callsToMake(calls.size(), roster.size(), mostConnections);
        if (owner.isDead() || room == 0) {
            return;
        }
        for (Machine called : addresses.due(room, events.nowNs())) {
            calls.put(called, events.nowNs());
            // Two ways for TCP, one for the handshake.
            events.after(3 * Machine.LATENCY_NS, () -> called.neighbours().accept(owner));
        }
    }

    /** Gives up on who does not answer. */
    void expireCalls() {
        long now = events.nowNs();
        List.copyOf(calls.entrySet()).stream()
                .filter(call -> ConnectPolicy.isHandshakeOverdue(now - call.getValue()))
                .forEach(call -> refused(call.getKey(), false));
    }

    private void accept(Machine caller) {
        if (owner.isDead()) {
            return;
        }
        boolean isKnown = byMachine.containsKey(caller);
        if (roster.size() >= mostConnections || isKnown) {
            events.after(Machine.LATENCY_NS, () -> caller.neighbours().refused(owner, isKnown));
            return;
        }
        SimPeer peer = SimPeer.connect(owner, caller, events);
        // Our handshake comes before what we have.
        events.after(Machine.LATENCY_NS, () -> caller.neighbours().answered(peer.twin()));
        welcome(peer);
    }

    private void refused(Machine called, boolean isConnectedAlready) {
        calls.remove(called);
        if (isConnectedAlready) {
            addresses.connected(called, events.nowNs());
        } else {
            addresses.ended(called, true, events.nowNs());
        }
    }

    private void answered(SimPeer peer) {
        calls.remove(peer.other());
        if (owner.isDead()) {
            return;
        }
        SimPeer known = byMachine.get(peer.other());
        if (known != null && !ConnectPolicy.keepsNewOfTwo(id, peer.other().neighbours().id, true)) {
            hangUp(peer);
            return;
        }
        if (known != null) {
            hangUp(known);
        }
        welcome(peer);
    }

    private void welcome(SimPeer peer) {
        addresses.connected(peer.other(), events.nowNs());
        roster.add(peer);
        byMachine.put(peer.other(), peer);
        owner.introduce(peer);
    }

    void hangUp(SimPeer peer) {
        if (peer.isOpen()) {
            peer.close();
            events.after(0, () -> left(peer));
            events.after(Machine.LATENCY_NS, () -> peer.other().neighbours().left(peer.twin()));
        }
    }

    private void left(SimPeer peer) {
        if (owner.isDead() || !roster.remove(peer)) {
            return;
        }
        if (byMachine.remove(peer.other(), peer)) {
            addresses.ended(peer.other(), false, events.nowNs());
        }
        if (peer.restNs() > 0) {
            addresses.restUntil(peer.other(), events.nowNs() + peer.restNs());
        }
        owner.parted(peer);
    }
}
