package ezio.core.image;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The bytes of a torrent as one stream, as {@link ImageSource}, where they can only be had from the first to the last:
 * as they come out of a packed file. For one thread at a time.
 */
public interface ImageStream extends AutoCloseable {

    /** Returns the file by which messages speak of the image. */
    String name();

    /** Returns how many bytes the whole stream has; empty where only its end will tell. */
    OptionalLong totalBytes();

    /**
     * Fills {@code into} with the bytes that come next; blocks until done. Leaves space in it only where the stream
     * ends, after having checked all that can be checked at its end.
     *
     * @throws ezio.core.problem.Problem if the bytes cannot be had, or are not what they were
     */
    void read(ByteBuffer into);

    /** Closes what the bytes come from; calling it again does nothing. */
    @Override
    void close();
}
