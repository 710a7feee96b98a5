package ezio.core.torrent;

import ezio.core.image.ImageSource;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;

/**
 * Computes the hashes of an image's pieces: reads the image once, from its first byte to its last, and hashes on
 * several threads.
 *
 * <p>It holds 48 MiB of direct buffers at most, whatever the length of the pieces. To keep N threads busy while it reads
 * in order it needs (N - 1) / 2 pieces, which is within that for pieces of 16 MiB up to 7 threads; beyond it, the
 * reader waits for the oldest piece and some threads have less to do.
 */
public final class PieceHasher {

    private PieceHasher() {}

    /**
     * Hashes a whole image; blocks until done. The calling thread reads. No thread is left behind, however it ends.
     *
     * @param pieceLengthBytes see {@link PieceLength}
     * @param threads how many threads hash, 1 or more
     * @return 20 bytes for each piece, in order
     * @throws ezio.core.disk.DeviceFailure if the image cannot be read somewhere
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled or this thread interrupted
     * @throws BadPieceLength if the piece length is not possible for this image
     */
    public static byte[] hash(
            ImageSource image, int pieceLengthBytes, int threads, ProgressListener listener, CancelToken cancel) {
        return hash("hashing", image, pieceLengthBytes, threads, listener, cancel);
    }

    static byte[] hash(
            String verb,
            ImageSource image,
            int pieceLengthBytes,
            int threads,
            ProgressListener listener,
            CancelToken cancel) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads");
        }
        PieceLength.check(pieceLengthBytes);
        long totalBytes = image.extents().totalBytes();
        int pieces = PieceLength.count(totalBytes, pieceLengthBytes);
        ProgressMeter meter = new ProgressMeter(verb + " " + image.name(), totalBytes, listener);
        return new HashRun(image, pieceLengthBytes, threads, meter, cancel, new byte[pieces * TorrentSpec.HASH_BYTES])
                .run();
    }
}
