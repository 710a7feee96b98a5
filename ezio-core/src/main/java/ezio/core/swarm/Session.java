package ezio.core.swarm;

import bt.metainfo.TorrentId;
import bt.protocol.Have;
import ezio.core.image.ImageSource;
import ezio.core.image.ImageTarget;
import ezio.core.problem.Problem;
import ezio.core.swarm.TransferStatus.State;
import ezio.core.swarm.policy.AddressBook;
import ezio.core.swarm.policy.Gathering.Flow;
import ezio.core.swarm.store.PieceListener;
import ezio.core.swarm.store.PieceStore;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.Rate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One image on a node, from the first check to the last byte served. Its own monitor guards everything that the peers,
 * the store and the trackers change; nothing under it waits for a disk or the network.
 */
final class Session implements Transfer, PieceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SwarmNode node;
    private final TorrentSpec torrent;
    private final ImageSource image;
    private final TransferOptions options;
    private final TorrentId torrentId;
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final FirstLook firstLook;
    private final Traffic traffic = new Traffic(System.nanoTime());
    private final Holdings holdings;
    private final PeerLedger ledger = new PeerLedger();
    private final Syncs syncs;
    private final AddressBook<InetSocketAddress> addresses = new AddressBook<>();

    private final Presence presence;
    private final Participation participation;

    private State state;
    private String note;
    private Problem failure;

    Session(SwarmNode node, TorrentSpec torrent, ImageSource image, TransferOptions options) {
        this.node = node;
        this.torrent = torrent;
        this.image = image;
        this.options = options;
        this.torrentId = TorrentId.fromBytes(torrent.infoHash().bytes());
        this.holdings = new Holdings(torrent);
        this.presence = new Presence(this);
        this.syncs = new Syncs(this::unsynced, () -> ((ImageTarget) image).sync(), options.events()::synced);
        this.participation = new Participation(this, presence, syncs);
        this.firstLook = new FirstLook(torrent, image, node.settings().hashingThreads());
        this.state = State.CHECKING;
    }

    TorrentId torrentId() {
        return torrentId;
    }

    @Override
    public TorrentSpec torrent() {
        return torrent;
    }

    SwarmNode node() {
        return node;
    }

    TransferOptions options() {
        return options;
    }

    int maxUploads() {
        return options.maxUploads().orElse(node.settings().maxUploads());
    }

    int maxConnections() {
        return options.maxConnections().orElse(node.settings().maxConnections());
    }

    /** Returns who could be called. */
    AddressBook<InetSocketAddress> addresses() {
        return addresses;
    }

    PeerLedger ledger() {
        return ledger;
    }

    /** Returns what was received and sent; under this session's monitor. */
    Traffic traffic() {
        return traffic;
    }

    /** Returns which pieces there are; under this session's monitor. */
    Holdings holdings() {
        return holdings;
    }

    @Override
    public CompletableFuture<Void> completion() {
        return completion;
    }

    /**
     * Begins to serve; returns at once.
     *
     * @param check hash everything first; all of it must be right
     */
    void beginSeed(boolean check) {
        BitSet all = new BitSet();
        all.set(0, torrent.pieceCount());
        if (!check) {
            enter(all, false);
            return;
        }
        Runnable look = () -> {
            firstLook.all();
            enter(all, false);
        };
        firstLook.begin(look, this::failed);
    }

    /** Begins to fetch what is missing; returns at once. */
    void beginRestore(Prior prior) {
        if (prior.doubtful().isEmpty()) {
            enter(prior.trusted(), !prior.trusted().isEmpty());
            return;
        }
        Runnable look = () -> {
            BitSet good = firstLook.goodOf(prior.doubtful());
            good.or(prior.trusted());
            // What is right now may still be on its way to the medium, from a run that was cut off.
            enter(good, true);
        };
        firstLook.begin(look, this::failed);
    }

    /** Joins the swarm with these pieces. */
    private void enter(BitSet good, boolean isSyncNeeded) {
        synchronized (this) {
            if (participation.isStopping()) {
                return;
            }
            holdings.begin(good, isSyncNeeded);
            state = !holdings.isComplete() ? State.DOWNLOADING : isSyncNeeded ? State.SYNCING : State.SEEDING;
            participation.enter();
        }
        presence.register();
        node.joined(this);
        participation.announce();
        switch (status().state()) {
            case SEEDING -> completion.complete(null);
            case SYNCING -> node.io().execute(this::finish);
            case DOWNLOADING -> options.events().fetches();
            default -> {
                // completion comes with the last piece
            }
        }
    }

    /** Returns a new store of the pieces that are held; under this session's monitor. */
    PieceStore newStore() {
        return node.newStore(torrent, image, holdings.servable(), this);
    }

    @Override
    public void pause() {
        participation.pause();
    }

    @Override
    public void resume() {
        participation.resume();
    }

    /** Returns what is on the medium after a sync that begins now; empty where nothing is to be synced. */
    private synchronized Optional<BitSet> unsynced() {
        boolean isNeeded = !holdings.isSynced() && state != State.FAILED && state != State.SEEDING;
        return isNeeded ? Optional.of(holdings.beginSync()) : Optional.empty();
    }

    private void syncOnTheWay() {
        try {
            syncs.onTheWay();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Learns of an address from the local network, which may be wrong. */
    void heardOf(InetSocketAddress address) {
        synchronized (this) {
            if (!torrent.isPrivate() && isActive()) {
                conversations().heardOf(address);
            }
        }
    }

    /** Returns whether nothing goes on any more; the image may be open until {@link #stop}. */
    synchronized boolean hasFailed() {
        return state == State.FAILED;
    }

    /** Returns whether pieces are wanted. */
    synchronized boolean isFetching() {
        return state == State.DOWNLOADING && !participation.isPaused();
    }

    /** Returns whether this node takes part in the swarm. */
    synchronized boolean isActive() {
        return !participation.isPaused()
                && (state == State.DOWNLOADING || state == State.SYNCING || state == State.SEEDING);
    }

    /** Returns who is connected; null before this session has entered the swarm. */
    synchronized Conversations conversations() {
        return participation.conversations();
    }

    /** Returns the bytes that are not on the device for certain; 0 only when all were synced. */
    synchronized long leftBytes() {
        return state == State.SEEDING ? 0 : Math.max(1, torrent.totalBytes() - holdings.bytes());
    }

    synchronized Announcer.Standing standing() {
        boolean isSeed = state == State.SEEDING;
        return new Announcer.Standing(conversations().isAlone(), isSeed);
    }

    @Override
    public void addPeer(InetSocketAddress address) {
        synchronized (this) {
            if (conversations() != null) {
                conversations().found(address);
            } else if (Calls.isUsable(address) && !node.isSelf(address)) {
                addresses.add(address, System.nanoTime());
            }
        }
    }

    // ---- what the store says ----

    @Override
    public void verified(int piece) {
        synchronized (this) {
            boolean isHeldByAnother = conversations().isHeldByAnotherTarget(piece);
            boolean isNews = holdings.verified(piece, isHeldByAnother);
            conversations().pieceVerified(piece);
            if (isNews) {
                conversations().tellAll(new Have(piece));
            }
        }
    }

    @Override
    public void written(int piece) {
        boolean isLast;
        synchronized (this) {
            holdings.written(piece);
            isLast = holdings.isComplete() && state == State.DOWNLOADING;
            if (isLast) {
                state = State.SYNCING;
            } else {
                conversations().fillAll();
            }
        }
        if (isLast) {
            node.io().execute(this::finish);
        }
    }

    private void finish() {
        try {
            ((ImageTarget) image).sync();
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        synchronized (this) {
            if (state != State.SYNCING) {
                return;
            }
            state = State.SEEDING;
            int released = holdings.release();
            if (released >= 0) {
                conversations().tellAll(new Have(released));
            }
            conversations().becameSeed();
        }
        presence.completed();
        completion.complete(null);
    }

    @Override
    public void rejected(int piece) {
        synchronized (this) {
            traffic.rejected();
            conversations().pieceRejected(piece);
        }
    }

    @Override
    public void failed(RuntimeException why) {
        LOG.error("{} on {}: {}", torrent, image.name(), why.getMessage(), why);
        synchronized (this) {
            if (state == State.FAILED || state == State.STOPPED) {
                return;
            }
            state = State.FAILED;
            failure = why instanceof Problem problem ? problem : null;
            note = why.getMessage();
            if (conversations() != null) {
                conversations().closeAll("the image failed");
            }
        }
        node.left(this);
        presence.stop(Duration.ZERO);
        completion.completeExceptionally(why);
    }

    /** A piece could not be read for a peer: it is offered no more, the transfer goes on, the status tells. */
    void readFailed(int piece, Problem problem) {
        if (holdings.withdraw(piece)) {
            LOG.error("{}: {}", torrent, problem.getMessage(), problem);
            note = problem.getMessage();
            participation.store().withdraw(piece);
            conversations().withdraw(piece);
        }
    }

    void say(String newNote) {
        note = newNote;
    }

    /** The node's limits are others now. */
    void limitsChanged() {
        synchronized (this) {
            if (isActive()) {
                conversations().limitsChanged();
            }
        }
    }

    /**
     * A few times a second, on the network's thread.
     *
     * @param flows what moves is added
     */
    void tick(long nowNs, List<Flow> flows) {
        synchronized (this) {
            if (isActive()) {
                conversations().tick(nowNs);
                conversations().addFlows(flows, nowNs);
            }
            if (isFetching() && !holdings.isSynced() && syncs.isDue(nowNs)) {
                node.io().execute(this::syncOnTheWay);
            }
        }
    }

    @Override
    public TransferStatus status() {
        long now = System.nanoTime();
        Optional<String> trouble = presence.trouble();
        synchronized (this) {
            List<PeerStatus> peers =
                    conversations() == null ? List.of() : conversations().statuses(now);
            return new TransferStatus(
                    state,
                    participation.isPaused(),
                    holdings.pieces(),
                    torrent.pieceCount(),
                    state == State.CHECKING ? firstLook.seen().bytes() : holdings.bytes(),
                    torrent.totalBytes(),
                    traffic.receivedBytes(),
                    traffic.sentBytes(),
                    traffic.rejectedPieces(),
                    state == State.CHECKING ? firstLook.seen().rate() : isActive() ? traffic.receiving(now) : Rate.ZERO,
                    isActive() ? traffic.sending(now) : Rate.ZERO,
                    traffic.elapsed(now),
                    peers,
                    ledger.copies(),
                    traffic.sinceSent(now),
                    Optional.ofNullable(note).or(() -> trouble).or(() -> waiting(peers)),
                    Optional.ofNullable(failure));
        }
    }

    @Override
    public synchronized List<PeerAccount> accounts() {
        return ledger.accounts();
    }

    private Optional<String> waiting(List<PeerStatus> peers) {
        boolean isAlone = state == State.DOWNLOADING && peers.isEmpty();
        return isAlone ? Optional.of(presence.waiting(conversations().knowsAddresses())) : Optional.empty();
    }

    @Override
    public void stop(Duration patience) {
        firstLook.cancel();
        participation.leave(patience, this::left);
    }

    /** Nothing goes on any more from now on; under this session's monitor. */
    void stopped() {
        if (state != State.FAILED) {
            state = State.STOPPED;
        }
    }

    private void left() {
        image.close();
        completion.completeExceptionally(new CancellationException("stopped"));
    }
}
