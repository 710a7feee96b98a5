package ezio.partclone.image;

import ezio.core.image.ImageTarget;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.PieceHasher;
import ezio.core.torrent.PieceLength;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads a whole image once, checks all that can be checked, and writes what it reads to any number of targets. */
public final class ImageCopy {

    private static final int BUFFER_BYTES = 1 << 20;

    private ImageCopy() {}

    /**
     * Reads and checks an image; blocks until done.
     *
     * @return the length of its stream, bytes
     * @throws BadImage or {@link ezio.partclone.volume.BadVolume} at the first thing that is wrong
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public static long check(PartitionImage image, ProgressListener listener, CancelToken cancel) {
        return run("checking", image, List.of(), listener, cancel);
    }

    /**
     * Writes an image to targets, and syncs them; blocks until done. The image is checked while it is read, so that an
     * error means that the targets hold a part of it.
     *
     * @param targets each with what {@link PartitionImage#extents} returned, for any cut
     * @return the length of the stream, bytes
     */
    public static long write(
            PartitionImage image, List<? extends ImageTarget> targets, ProgressListener listener, CancelToken cancel) {
        return run("unpacking", image, targets, listener, cancel);
    }

    /**
     * Writes an image to a target as {@link #write} does, and hashes it in the same pass; blocks until done. No thread is
     * left behind, however it ends.
     *
     * @param pieceLengthBytes see {@link PieceLength}
     * @param threads how many threads hash, 1 or more
     * @return 20 bytes for each piece, in order
     */
    public static byte[] writeHashing(
            PartitionImage image,
            ImageTarget target,
            int pieceLengthBytes,
            int threads,
            ProgressListener listener,
            CancelToken cancel) {
        try (TeeStream stream = new TeeStream(image, List.of(target), "unpacking", listener)) {
            byte[] hashes = PieceHasher.hash(stream, pieceLengthBytes, threads, bytes -> {}, cancel);
            target.sync();
            return hashes;
        }
    }

    private static long run(
            String verb,
            PartitionImage image,
            List<? extends ImageTarget> targets,
            ProgressListener listener,
            CancelToken cancel) {
        try (TeeStream stream = new TeeStream(image, targets, verb, listener)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            do {
                cancel.throwIfCancelled();
                stream.read(buffer.clear());
            } while (!buffer.hasRemaining());
            targets.forEach(ImageTarget::sync);
            return stream.doneBytes();
        }
    }
}
