package ezio.verb.live;

import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.core.torrent.TorrentSpec;
import ezio.partclone.cache.ImageCache;
import ezio.verb.HashLedger;
import ezio.verb.Images;
import ezio.verb.PackedSeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image that can be read, and is not on a node yet; unpacked, where it was packed. */
public final class OpenedSeed implements AutoCloseable {

    private final SeedOrder order;
    private final TorrentSpec torrent;
    private final ImageSource source;
    private final boolean isHashedFirst;
    private final boolean isChecked;
    private final HashLedger.Glance before;

    private OpenedSeed(
            SeedOrder order,
            TorrentSpec torrent,
            ImageSource source,
            boolean isHashedFirst,
            boolean isChecked,
            HashLedger.Glance before) {
        this.order = order;
        this.torrent = torrent;
        this.source = source;
        this.isHashedFirst = isHashedFirst;
        this.isChecked = isChecked;
        this.before = before;
    }

    /**
     * Opens all of them, or none; unpacks what is packed, which may take long.
     *
     * @throws ezio.core.problem.Problem if one cannot be opened, or is not what its torrent says
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    public static List<OpenedSeed> openAll(
            List<SeedOrder> orders, Workplace place, Listeners listeners, CancelToken cancel) {
        // To look is quick; what is no image at all is to be found before the first one is unpacked.
        List<Images> found = orders.stream()
                .map(order -> Images.find(order.path(), order.torrent(), order.asSlices()))
                .toList();
        List<OpenedSeed> opened = new ArrayList<>();
        boolean isComplete = false;
        try {
            for (int i = 0; i < found.size(); i++) {
                SeedOrder order = orders.get(i);
                opened.add(open(order, found.get(i), place, listeners.of(order), cancel));
            }
            isComplete = true;
            return opened;
        } finally {
            if (!isComplete) {
                opened.forEach(OpenedSeed::close);
            }
        }
    }

    /** Who is told about which image. */
    @FunctionalInterface
    public interface Listeners {
        OpeningListener of(SeedOrder order);
    }

    private static OpenedSeed open(
            SeedOrder order, Images image, Workplace place, OpeningListener listener, CancelToken cancel) {
        TorrentSpec torrent = order.torrent();
        HashLedger ledger = place.ledger();
        if (image.packed().isEmpty()) {
            HashLedger.Glance before = HashLedger.glance(image.place());
            ImageSource source = image.open();
            boolean isHashedFirst = isHashedFirst(order, image.place(), ledger, listener);
            return new OpenedSeed(order, torrent, source, isHashedFirst, isHashedFirst, before);
        }
        PackedSeed packed =
                new PackedSeed(new ImageCache(place.imageCache()), ledger, order.threads(), listener, cancel);
        PackedSeed.Ready ready =
                packed.open(image.packed().get(), torrent, order.doubt() == Doubt.TRUST, order.doubt() == Doubt.CHECK);
        return new OpenedSeed(
                order, torrent, ready.source(), false, ready.isChecked(), HashLedger.glance(ready.file()));
    }

    private static boolean isHashedFirst(SeedOrder order, Path place, HashLedger ledger, OpeningListener listener) {
        if (order.doubt() != Doubt.AS_KNOWN) {
            return order.doubt() == Doubt.CHECK;
        }
        Optional<HashLedger.Entry> known = ledger.find(order.torrent().infoHash(), place);
        known.ifPresentOrElse(listener::trusting, () -> listener.hashingFirst(order.path()));
        return known.isEmpty();
    }

    SeedOrder order() {
        return order;
    }

    public TorrentSpec torrent() {
        return torrent;
    }

    ImageSource source() {
        return source;
    }

    /** Returns whether it is hashed once it is on the node. */
    public boolean isHashedFirst() {
        return isHashedFirst;
    }

    /** Returns whether every piece was compared, or will be before it is served. */
    public boolean isChecked() {
        return isChecked;
    }

    HashLedger.Glance before() {
        return before;
    }

    /** Closes the image; does nothing where a node has closed it. */
    @Override
    public void close() {
        source.close();
    }
}
