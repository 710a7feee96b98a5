package ezio.core.swarm;

import bt.net.Peer;
import ezio.core.swarm.discovery.LocalDiscovery;
import ezio.core.swarm.discovery.UdpTracker;
import ezio.core.swarm.policy.Announcing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where others learn of a session, and it of them: its trackers and the local network. Safe for any thread. */
final class Presence {

    private final Session session;
    private final SwarmNode node;
    private final TrackerView view;
    private volatile Announcer announcer;

    Presence(Session session) {
        this.session = session;
        this.node = session.node();
        this.view = new TrackerView(session);
    }

    /** Lets the framework know of the torrent. */
    void register() {
        node.framework().register(session.torrentId(), view, this::foundAddress);
    }

    /** Makes ready to announce; what was announced before is to be over. */
    void open() {
        announcer = new Announcer(
                this::trackerClient,
                session.torrent().trackers(),
                node.scheduler(),
                session::standing,
                this::found,
                session.options().events());
    }

    /** Tells the others that this node takes part. */
    void start() {
        announcer.start();
        announceLocally(1);
    }

    /**
     * Tells the trackers that this node has left, if it was there.
     *
     * @param patience how long it waits for their answers
     */
    void stop(Duration patience) {
        Announcer toStop = announcer;
        if (toStop != null) {
            toStop.stop(patience);
        }
    }

    /** As {@link #stop}, and the framework forgets the torrent. */
    void leave(Duration patience) {
        if (announcer != null) {
            stop(patience);
            node.framework().unregister(session.torrentId());
        }
    }

    /** Tells the trackers that everything is here. */
    void completed() {
        announcer.completed();
    }

    /** Returns what the trackers complain of. */
    Optional<String> trouble() {
        Announcer asked = announcer;
        return asked == null ? Optional.empty() : asked.trouble();
    }

    /** Returns why a node that has met nobody waits. */
    String waiting(boolean knowsAddresses) {
        boolean canFindPeers = knowsAddresses
                || announcer.hasTrackers()
                || node.localDiscovery().isPresent() && !isPrivate();
        return canFindPeers ? "no peer reached yet" : "the torrent names no tracker, and no peer was given";
    }

    private TrackerClient trackerClient(String url) {
        if (!UdpTracker.isUdp(url)) {
            return new BtTrackerClient(node.framework(), session.torrentId(), url);
        }
        UdpTracker tracker = UdpTracker.at(url, node.framework().peerId().getBytes(), node.port());
        return new UdpTrackerClient(tracker, session.torrent().infoHash(), view);
    }

    private void announceLocally(int count) {
        Optional<LocalDiscovery> discovery = node.localDiscovery();
        if (discovery.isEmpty() || isPrivate() || !session.isActive()) {
            return;
        }
        discovery.get().announce(session.torrent().infoHash());
        Duration next = Announcing.nextLocal(count, session.standing().isAlone());
        if (!node.scheduler().isShutdown()) {
            var unused =
                    node.scheduler().schedule(() -> announceLocally(count + 1), next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean isPrivate() {
        return session.torrent().isPrivate();
    }

    private void found(Peer peer) {
        node.framework().addPeer(session.torrentId(), peer);
    }

    private void foundAddress(InetAddress address, int port) {
        session.addPeer(new InetSocketAddress(address, port));
    }
}
