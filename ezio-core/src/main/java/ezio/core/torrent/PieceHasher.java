package ezio.core.torrent;

import ezio.core.disk.Medium;
import ezio.core.image.ImageSource;
import ezio.core.image.ImageStream;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * Computes the hashes of an image's pieces: reads the image once, and hashes on several threads.
 *
 * <p>An image on flash or in memory is read by the threads that hash, at as many places. All others, and streams, are
 * read by the calling thread, from the first byte to the last. That holds 48 MiB of direct buffers at most, whatever the length of the pieces. To keep N threads busy while it
 * reads in order it needs (N - 1) / 2 pieces, which is within that for pieces of 16 MiB up to 7 threads; beyond it, the
 * reader waits for the oldest piece and some threads have less to do.
 */
public final class PieceHasher {

    private PieceHasher() {}

    /**
     * Hashes a whole image; blocks until done. No thread is left behind, however it ends.
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
        long totalBytes = image.extents().totalBytes();
        ProgressMeter meter = new ProgressMeter(verb + " " + image.name(), totalBytes, listener);
        if (image.medium() != Medium.FLAT || threads == 1) {
            return hash(new InOrder(image), pieceLengthBytes, threads, meter::add, cancel);
        }
        PieceHashes hashes = newHashes(totalBytes, pieceLengthBytes, threads);
        return new SpreadHashRun(image, pieceLengthBytes, threads, meter::add, cancel, hashes).run();
    }

    /**
     * Hashes a stream to its end, as {@link #hash(ImageSource, int, int, ProgressListener, CancelToken)} does; does not
     * close it. Only the calling thread reads.
     *
     * @param hashedBytes is told how many bytes more are done, by any thread, and must return quickly
     */
    public static byte[] hash(
            ImageStream stream, int pieceLengthBytes, int threads, LongConsumer hashedBytes, CancelToken cancel) {
        PieceHashes hashes = newHashes(stream.totalBytes().orElse(0), pieceLengthBytes, threads);
        return new HashRun(stream, pieceLengthBytes, threads, hashedBytes, cancel, hashes).run();
    }

    private static PieceHashes newHashes(long totalBytes, int pieceLengthBytes, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads");
        }
        PieceLength.check(pieceLengthBytes);
        return new PieceHashes(PieceLength.count(totalBytes, pieceLengthBytes));
    }

    /** Reads an image from its first byte to its last. */
    private static final class InOrder implements ImageStream {
        private final ImageSource image;
        private final long totalBytes;
        private long atBytes;

        InOrder(ImageSource image) {
            this.image = image;
            this.totalBytes = image.extents().totalBytes();
        }

        @Override
        public String name() {
            return image.name();
        }

        @Override
        public OptionalLong totalBytes() {
            return OptionalLong.of(totalBytes);
        }

        @Override
        public void read(ByteBuffer into) {
            int space = into.limit();
            int length = (int) Math.min(into.remaining(), totalBytes - atBytes);
            if (length > 0) {
                into.limit(into.position() + length);
                image.read(atBytes, into);
                into.limit(space);
                atBytes += length;
            }
        }

        @Override
        public void close() {}
    }
}
