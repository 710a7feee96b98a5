package ezio.verb.live;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.swarm.NodeLoad;
import ezio.core.swarm.Pacing;
import ezio.core.swarm.SwarmNode;
import ezio.core.swarm.SwarmSettings;
import ezio.core.swarm.TorrentTwice;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferOptions;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.InfoHash;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.verb.HashLedger;
import ezio.verb.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of the swarm and the images on it, which come and go while it runs. Safe for use by any thread.
 *
 * <p>An image that failed stays, so that it can be looked at, until it is stopped or the same torrent is given again.
 */
public final class LiveNode implements Node {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNode.class);

    private static final long TICK_MS = 200;
    private static final long LAST_WORDS_SECONDS = 5;

    private final SwarmNode node;
    private final Workplace place;
    private final ScheduledExecutorService watcher;
    private final ExecutorService stopper;
    private final Board board;
    private final Map<InfoHash, NodeImage> images = new LinkedHashMap<>();
    private final Set<InfoHash> opening = new HashSet<>();
    private final Set<InfoHash> leaving = new HashSet<>();
    private volatile Thread watching;

    private LiveNode(SwarmNode node, Workplace place) {
        this.node = node;
        this.place = place;
        this.watcher = Executors.newSingleThreadScheduledExecutor(task -> {
            watching = daemon("ezio-watch").newThread(task);
            return watching;
        });
        this.stopper = Executors.newCachedThreadPool(daemon("ezio-stop"));
        this.board = new Board(Clock.systemUTC(), this::onWatcher);
        var unused = watcher.scheduleWithFixedDelay(this::watch, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Opens the port and starts the threads; takes some tenths of a second.
     *
     * @throws ezio.core.problem.ListenFailure if the port is taken or not ours to take
     */
    public static LiveNode start(SwarmSettings settings, Workplace place) {
        return new LiveNode(SwarmNode.start(settings), place);
    }

    /** Returns the port on which peers are accepted. */
    public int port() {
        return node.port();
    }

    @Override
    public SwarmSettings settings() {
        return node.settings().withPacing(node.pacing());
    }

    /** Returns how busy the node is; cheap. */
    public NodeLoad load() {
        return node.load();
    }

    /** Opens an image and serves it, as {@link #seed(List, OpenedSeed.Listeners, CancelToken)} does. */
    public LiveImage seed(SeedOrder order, OpeningListener listener, CancelToken cancel) {
        return seed(List.of(order), each -> listener, cancel).get(0);
    }

    /**
     * @throws TorrentTwice if a torrent is on this node already
     * @throws Problem if an image cannot be opened, or is not what its torrent says
     */
    @Override
    public List<LiveImage> seed(List<SeedOrder> orders, OpenedSeed.Listeners listeners, CancelToken cancel) {
        List<TorrentSpec> torrents = orders.stream().map(SeedOrder::torrent).toList();
        claim(torrents);
        try {
            List<OpenedSeed> opened = OpenedSeed.openAll(orders, place, listeners, cancel);
            List<LiveImage> added = new ArrayList<>();
            try {
                opened.forEach(each -> added.add(add(each)));
                return added;
            } finally {
                opened.subList(added.size(), opened.size()).forEach(OpenedSeed::close);
            }
        } finally {
            release(torrents);
        }
    }

    private LiveImage add(OpenedSeed opened) {
        SeedOrder order = opened.order();
        TorrentSpec torrent = opened.torrent();
        TransferOptions options = new TransferOptions(
                order.maxUploads(),
                order.maxConnections(),
                false,
                new Reporter(board, torrent, order.path(), pieces -> {}));
        boolean isOnNode = false;
        try {
            tellAdded(SwarmImage.Role.SEED, torrent, order.path(), Optional.empty(), opened.isHashedFirst());
            Transfer transfer = node.seed(torrent, opened.source(), opened.isHashedFirst(), options);
            isOnNode = true;
            order.peers().forEach(transfer::addPeer);
            Path where = Images.place(order.path(), torrent, order.asSlices());
            NodeImage image = new NodeImage(
                    SwarmImage.Role.SEED,
                    order.path(),
                    where,
                    order.stopRule(),
                    transfer,
                    board,
                    () -> forget(torrent.infoHash(), transfer),
                    Optional.empty(),
                    Optional.empty(),
                    opened.isChecked());
            put(image);
            follow(image, transfer, () -> seeded(image, opened));
            return image;
        } finally {
            if (!isOnNode) {
                opened.close();
            }
        }
    }

    private void seeded(NodeImage image, OpenedSeed opened) {
        if (opened.isHashedFirst()) {
            place.ledger().record(image.torrent().infoHash(), HashLedger.How.VERIFIED, opened.before());
        }
        image.tellUnlessLeaving(
                LiveEvent.Kind.SEEDING,
                "seeding " + ByteSize.print(image.torrent().totalBytes()) + " from " + image.path(),
                Map.of(
                        "path",
                        image.path().toString(),
                        "totalBytes",
                        image.torrent().totalBytes(),
                        "checked",
                        opened.isChecked()));
    }

    /**
     * Fetches one image, as {@link #restore(List)} does.
     */
    public LiveImage restore(RestoreOrder order) {
        return restore(List.of(order)).get(0);
    }

    @Override
    public List<LiveImage> restore(List<RestoreOrder> orders, CancelToken cancel) {
        cancel.throwIfCancelled();
        return restore(orders);
    }

    /**
     * Fetches images, writes them, then serves them. Blocks for moments. All targets are looked at before the first is
     * opened.
     *
     * @return in the order of {@code orders}
     * @throws ezio.core.disk.TargetRefused if a target is refused; nothing is opened or written then
     * @throws ezio.core.swarm.CacheTooSmall if the node's memory is too small for a torrent
     * @throws TorrentTwice if a torrent is on this node already
     * @throws Problem if a target cannot be opened
     */
    public List<LiveImage> restore(List<RestoreOrder> orders) {
        List<TorrentSpec> torrents = orders.stream().map(RestoreOrder::torrent).toList();
        claim(torrents);
        try {
            torrents.forEach(node::prepareRestore);
            List<OpenedRestore> opened = OpenedRestore.openAll(orders, place, inUse());
            List<LiveImage> added = new ArrayList<>();
            try {
                opened.forEach(each -> added.add(add(each)));
                return added;
            } finally {
                opened.subList(added.size(), opened.size())
                        .forEach(each -> each.target().close());
            }
        } finally {
            release(torrents);
        }
    }

    private LiveImage add(OpenedRestore opened) {
        RestoreOrder order = opened.order();
        TorrentSpec torrent = opened.torrent();
        TransferOptions options = new TransferOptions(
                order.maxUploads(),
                order.maxConnections(),
                order.isSequential(),
                new Reporter(board, torrent, order.path(), opened.recorder()::synced));
        Optional<Resumption> resumption = opened.continuation().resumption();
        tellAdded(SwarmImage.Role.RESTORE, torrent, order.path(), resumption, opened.isHashedFirst());
        Transfer transfer =
                node.restore(torrent, opened.target(), opened.continuation().prior(), options);
        order.peers().forEach(transfer::addPeer);
        NodeImage image = new NodeImage(
                SwarmImage.Role.RESTORE,
                order.path(),
                opened.place(),
                order.stopRule(),
                transfer,
                board,
                () -> forget(torrent.infoHash(), transfer),
                Optional.of(opened.recorder()),
                resumption,
                true);
        put(image);
        follow(image, transfer, () -> restored(image));
        return image;
    }

    private void restored(NodeImage image) {
        TorrentSpec torrent = image.torrent();
        // After the sync: nothing of ours is written to it any more.
        place.ledger().record(torrent.infoHash(), HashLedger.How.RESTORED, HashLedger.glance(image.place()));
        board.post(
                LiveEvent.Kind.COMPLETE,
                torrent,
                "complete, " + ByteSize.print(torrent.totalBytes()) + " on " + image.path(),
                Map.of("path", image.path().toString(), "totalBytes", torrent.totalBytes()));
    }

    @Override
    public ImageCheck check(CheckOrder order, ProgressListener listener, CancelToken cancel) {
        return PlaceCheck.run(order, place.ledger(), listener, cancel);
    }

    @Override
    public List<LiveImage> images() {
        synchronized (images) {
            return List.copyOf(images.values());
        }
    }

    public Optional<LiveImage> find(InfoHash hash) {
        synchronized (images) {
            return Optional.ofNullable(images.get(hash));
        }
    }

    @Override
    public List<LiveEvent> events() {
        return board.last();
    }

    @Override
    public void listen(LiveListener listener) {
        board.add(listener);
    }

    @Override
    public void unlisten(LiveListener listener) {
        board.remove(listener);
    }

    @Override
    public void limit(Pacing pacing) {
        node.limit(pacing);
    }

    // ---- who is on the node ----

    private void claim(List<TorrentSpec> torrents) {
        List<NodeImage> replaced = new ArrayList<>();
        synchronized (images) {
            for (TorrentSpec torrent : torrents) {
                NodeImage there = images.get(torrent.infoHash());
                boolean isTwice = torrents.stream()
                                .filter(other -> other.infoHash().equals(torrent.infoHash()))
                                .count()
                        > 1;
                if (isTwice
                        || opening.contains(torrent.infoHash())
                        || there != null && !there.ended().isCompletedExceptionally()) {
                    throw new TorrentTwice(torrent);
                }
                if (there != null) {
                    replaced.add(there);
                }
            }
            torrents.forEach(torrent -> opening.add(torrent.infoHash()));
        }
        replaced.forEach(image -> image.stop("given again"));
    }

    private void release(List<TorrentSpec> torrents) {
        synchronized (images) {
            torrents.forEach(torrent -> opening.remove(torrent.infoHash()));
        }
    }

    private void put(NodeImage image) {
        synchronized (images) {
            images.put(image.torrent().infoHash(), image);
        }
    }

    // Before the first thing can happen to it.
    private void tellAdded(
            SwarmImage.Role role,
            TorrentSpec torrent,
            Path path,
            Optional<Resumption> resumption,
            boolean isHashedFirst) {
        boolean isSeed = role == SwarmImage.Role.SEED;
        Map<String, Object> fields = new HashMap<>();
        fields.put("path", path.toString());
        fields.put("totalBytes", torrent.totalBytes());
        fields.put("role", isSeed ? "seed" : "restore");
        resumption.ifPresent(each -> {
            fields.put("trustedPieces", each.trustedPieces());
            fields.put("hashedPieces", each.hashedPieces());
        });
        String text = (isSeed ? "to be served from " : "to be written to ") + path;
        board.post(
                LiveEvent.Kind.ADDED,
                torrent,
                resumption.map(each -> text + "; " + each.words()).orElse(text),
                fields);
        if (isHashedFirst) {
            board.post(LiveEvent.Kind.CHECKING, torrent, "hashing " + path, Map.of("path", path.toString()));
        }
    }

    private void forget(InfoHash hash, Transfer transfer) {
        synchronized (images) {
            images.computeIfPresent(hash, (key, image) -> image.isOf(transfer) ? null : image);
            leaving.remove(hash);
        }
    }

    private List<Path> inUse() {
        return images().stream()
                .filter(image -> !image.ended().isDone())
                .map(image -> ((NodeImage) image).place())
                .filter(Files::exists)
                .toList();
    }

    // ---- what becomes of them ----

    private void follow(NodeImage image, Transfer transfer, Runnable onComplete) {
        var unused = transfer.completion()
                .whenComplete((nothing, problem) -> onWatcher(() -> {
                    if (problem == null) {
                        onComplete.run();
                        image.completed();
                    } else {
                        endedEarly(image, problem instanceof CompletionException ? problem.getCause() : problem);
                    }
                }));
    }

    private void endedEarly(NodeImage image, Throwable why) {
        if (why instanceof CancellationException) {
            image.abandoned(why);
            return;
        }
        board.failed(image.torrent(), image.path(), why);
        stopper.execute(() -> image.failed(why));
    }

    private void watch() {
        try {
            for (LiveImage image : images()) {
                ((NodeImage) image).reasonToStop().ifPresent(reason -> leave(image, reason));
            }
        } catch (RuntimeException e) {
            // It is asked again in a moment.
            LOG.error("watching", e);
        }
    }

    private void leave(LiveImage image, String reason) {
        synchronized (images) {
            if (!leaving.add(image.torrent().infoHash())) {
                return;
            }
        }
        // It may wait for a tracker that does not answer, and the others are to be watched meanwhile.
        stopper.execute(() -> image.stop(reason));
    }

    private void onWatcher(Runnable task) {
        try {
            watcher.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("after the end", e);
        }
    }

    /** Stops every image, as {@link LiveImage#stop}, and gives the port back; blocks some seconds at most. */
    @Override
    public void close() {
        List<java.util.concurrent.Future<?>> stops = new ArrayList<>();
        for (LiveImage image : images()) {
            stops.add(stopper.submit(() -> image.stop("asked to")));
        }
        for (var stop : stops) {
            await(stop);
        }
        node.close();
        stopper.shutdown();
        // The last events are on their way.
        watcher.shutdown();
        if (Thread.currentThread() != watching) {
            try {
                if (!watcher.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("a listener takes long");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void await(java.util.concurrent.Future<?> stop) {
        boolean wasInterrupted = false;
        while (true) {
            try {
                stop.get();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            } catch (java.util.concurrent.ExecutionException e) {
                LOG.error("stopping", e.getCause());
                break;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
