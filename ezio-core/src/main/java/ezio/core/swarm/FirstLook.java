package ezio.core.swarm;

import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.core.progress.Progress;
import ezio.core.torrent.ImageCheck;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.Rate;
import java.util.BitSet;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hashing of what an image holds before it takes part in the swarm, on a thread of its own. Safe for any thread. */
final class FirstLook {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);

    private final TorrentSpec torrent;
    private final ImageSource image;
    private final int threads;
    private final CancelToken cancel = new CancelToken();
    private volatile Seen seen = new Seen(0, Rate.ZERO);

    /** How far it is. */
    record Seen(long bytes, Rate rate) {}

    FirstLook(TorrentSpec torrent, ImageSource image, int threads) {
        this.torrent = torrent;
        this.image = image;
        this.threads = threads;
    }

    Seen seen() {
        return seen;
    }

    /**
     * Begins; returns at once.
     *
     * @param look what is done on the other thread, with {@link #all} or {@link #goodOf}
     * @param failed is told what the look throws, unless it was cancelled
     */
    void begin(Runnable look, Consumer<RuntimeException> failed) {
        Thread checker = new Thread(
                () -> {
                    try {
                        look.run();
                    } catch (CancellationException e) {
                        LOG.debug("check of {} was cancelled", torrent);
                    } catch (RuntimeException e) {
                        failed.accept(e);
                    }
                },
                "ezio-check-" + torrent.infoHash().brief());
        checker.setDaemon(true);
        checker.start();
    }

    /**
     * Hashes all pieces; returns if all are right. Blocks.
     *
     * @throws CancellationException after {@link #cancel}
     */
    void all() {
        ImageCheck.check(torrent, image, threads, this::saw, cancel).throwIfWrong();
    }

    /**
     * Hashes these pieces and returns those that are right. Blocks.
     *
     * @throws CancellationException after {@link #cancel}
     */
    BitSet goodOf(BitSet doubtful) {
        return ImageCheck.goodPieces(torrent, image, doubtful, threads, this::saw, cancel);
    }

    void cancel() {
        cancel.cancel();
    }

    private void saw(Progress progress) {
        seen = new Seen(progress.doneBytes(), progress.rate());
    }
}
