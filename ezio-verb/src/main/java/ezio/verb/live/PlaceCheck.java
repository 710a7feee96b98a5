package ezio.verb.live;

import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.ImageCheck;
import ezio.verb.HashLedger;
import ezio.verb.Images;

/** Compares images of this machine, and puts on record those that are right, so that they need not be hashed again soon. */
public final class PlaceCheck {

    private PlaceCheck() {}

    /**
     * Compares every piece; blocks until done.
     *
     * @throws ezio.core.problem.Problem if the image cannot be opened or read
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    public static ImageCheck run(CheckOrder order, HashLedger ledger, ProgressListener listener, CancelToken cancel) {
        Images image = Images.find(order.path(), order.torrent(), order.asSlices());
        HashLedger.Glance before = HashLedger.glance(image.place());
        ImageCheck check = image.check(order.threads(), listener, cancel);
        if (check.isGood()) {
            ledger.record(order.torrent().infoHash(), HashLedger.How.VERIFIED, before);
        }
        return check;
    }
}
