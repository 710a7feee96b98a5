package ezio.verb;

import ezio.core.image.ExcerptImage;
import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentSpec;
import ezio.partclone.cache.CachedImage;
import ezio.partclone.cache.ImageCache;
import ezio.partclone.image.PartitionImage;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a packed image ready to be seeded: out of the cache, where it is checked against its torrent. */
public final class PackedSeed {

    private final ImageCache cache;
    private final HashLedger ledger;
    private final int threads;
    private final Listener listener;
    private final CancelToken cancel;

    /** Is told what takes time, and why. */
    public interface Listener extends ImageCache.Listener {

        /** The file was unpacked before and is used again; it was checked within a day. */
        void trusting(Path file, HashLedger.Entry entry);

        /** The file was unpacked before and is hashed now. */
        void checking(Path file);

        /** The file was unpacked before and is not what it was; the image is unpacked again. */
        void damaged(Path file);
    }

    /**
     * An image that is ready.
     *
     * @param file what it was unpacked to
     * @param isChecked whether every piece was compared just now
     */
    public record Ready(ImageSource source, Path file, boolean isChecked) {}

    /**
     * @param threads that hash, 1 or more
     */
    public PackedSeed(ImageCache cache, HashLedger ledger, int threads, Listener listener, CancelToken cancel) {
        this.cache = cache;
        this.ledger = ledger;
        this.threads = threads;
        this.listener = listener;
        this.cancel = cancel;
    }

    /**
     * Unpacks the image, or opens what was unpacked before; blocks that long.
     *
     * @param isTrusted whether what was unpacked before is not hashed
     * @param isDoubted whether it is hashed even if that was done within a day
     * @throws ezio.core.torrent.WrongPieces if the image is not what its torrent says
     * @throws ezio.core.image.BlocksMissing if it does not have the extents of the torrent
     * @throws ezio.core.problem.Problem if it cannot be unpacked
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    public Ready open(PartitionImage packed, TorrentSpec torrent, boolean isTrusted, boolean isDoubted) {
        PartitionImage image = packed.measured(cancel);
        // Unpacking takes long, and must not be in vain.
        boolean unused = ExcerptImage.require(image.name(), image.mergedExtents(), torrent.extents());
        while (true) {
            CachedImage cached = cache.open(image, torrent.pieceLengthBytes(), threads, listener, cancel);
            Optional<Ready> ready = ready(cached, torrent, isTrusted, isDoubted);
            if (ready.isPresent()) {
                return ready.get();
            }
            listener.damaged(cached.file());
            cache.discard(image, cancel);
        }
    }

    /** Returns nothing where the file was unpacked before and is damaged. */
    private Optional<Ready> ready(CachedImage cached, TorrentSpec torrent, boolean isTrusted, boolean isDoubted) {
        boolean isReady = false;
        try {
            ExcerptImage source = new ExcerptImage(cached.source(), torrent.extents());
            boolean isKnown = !cached.isNew() && (isTrusted || !isDoubted && isTrustedBefore(cached, torrent));
            isReady = isKnown || isRight(cached, source, torrent);
            return isReady ? Optional.of(new Ready(source, cached.file(), !isKnown)) : Optional.empty();
        } finally {
            if (!isReady) {
                cached.source().close();
            }
        }
    }

    private boolean isTrustedBefore(CachedImage cached, TorrentSpec torrent) {
        Optional<HashLedger.Entry> known = ledger.find(torrent.infoHash(), cached.file());
        known.ifPresent(entry -> listener.trusting(cached.file(), entry));
        return known.isPresent();
    }

    /** Returns false where the file is damaged, and throws where the image itself is not what the torrent says. */
    private boolean isRight(CachedImage cached, ExcerptImage source, TorrentSpec torrent) {
        HashLedger.Glance before = HashLedger.glance(cached.file());
        ImageCheck check;
        if (cached.isNew() && source.isAll() && cached.pieceLengthBytes() == torrent.pieceLengthBytes()) {
            check = ImageCheck.of(torrent, source.name(), cached.hashes());
        } else {
            listener.checking(cached.file());
            check = ImageCheck.check(torrent, source, threads, listener, cancel);
        }
        if (!check.isGood() && !cached.isNew() && !cached.isIntact(threads, listener, cancel)) {
            return false;
        }
        check.throwIfWrong();
        ledger.record(torrent.infoHash(), HashLedger.How.VERIFIED, before);
        return true;
    }
}
