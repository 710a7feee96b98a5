package ezio.partclone.volume;

import ezio.core.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The unpacked bytes of an image from the first to the last. A thread of its own unpacks ahead, 4 MiB at most, while
 * the caller uses what is there. For one thread at a time.
 *
 * <p>All methods that read throw {@link BadVolume} where a file cannot be read or unpacked, and
 * {@link java.util.concurrent.CancellationException} if the calling thread is interrupted.
 */
public final class UnpackedStream implements AutoCloseable {

    private static final int CHUNK_BYTES = 512 << 10;
    private static final int CHUNKS = 8;

    private final Volumes volumes;
    private final VolumeInput in;
    private final Compression compression;
    private final ReadAhead ahead = new ReadAhead(CHUNKS, CHUNK_BYTES);
    private final Thread thread;
    private ReadAhead.Chunk chunk;
    private int inChunk;
    private long positionBytes;

    /** Is shown the bytes that are read. */
    @FunctionalInterface
    public interface Tap {
        void bytes(byte[] array, int offset, int length);
    }

    private UnpackedStream(Volumes volumes, VolumeInput in, Compression compression) {
        this.volumes = volumes;
        this.in = in;
        this.compression = compression;
        this.thread =
                new Thread(this::unpackAll, "ezio-unpack " + volumes.base().getFileName());
        thread.setDaemon(true);
    }

    /**
     * Opens the first volume, finds out how it is packed, and starts to unpack.
     *
     * @throws BadVolume if that cannot be done
     */
    public static UnpackedStream open(Volumes volumes) {
        VolumeInput in = new VolumeInput(volumes);
        boolean isOpen = false;
        try {
            UnpackedStream stream = new UnpackedStream(volumes, in, Compression.of(volumes, in));
            stream.thread.start();
            isOpen = true;
            return stream;
        } catch (IOException e) {
            throw BadVolume.unreadable(volumes.base(), e);
        } finally {
            if (!isOpen) {
                closeQuietly(in);
            }
        }
    }

    public Volumes volumes() {
        return volumes;
    }

    public Compression compression() {
        return compression;
    }

    /** Returns how many unpacked bytes were handed out. */
    public long positionBytes() {
        return positionBytes;
    }

    /** Returns how many stored bytes were read, of {@link Volumes#totalBytes()}; any thread may ask. */
    public long storedBytes() {
        return in.readBytes();
    }

    /** Returns where the byte that is handed out next is stored; exact if it is not packed. */
    public Place place() {
        if (compression == Compression.NONE) {
            return volumes.placeOf(positionBytes);
        }
        return chunk != null && inChunk < chunk.length ? chunk.place : in.place(false);
    }

    /** Returns the next byte, 0 to 255, or -1 at the end. */
    public int read() {
        if (!hasMore()) {
            return -1;
        }
        positionBytes++;
        return chunk.bytes[inChunk++] & 0xff;
    }

    /** Returns the next {@code count} bytes; fewer at the end. */
    public byte[] readBytes(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        read(bytes, (array, offset, length) -> {});
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    /** Fills {@code into}, and shows the bytes to {@code tap}; leaves space only at the end of the stream. */
    public void read(ByteBuffer into, Tap tap) {
        while (into.hasRemaining() && hasMore()) {
            int count = Math.min(into.remaining(), chunk.length - inChunk);
            tap.bytes(chunk.bytes, inChunk, count);
            into.put(chunk.bytes, inChunk, count);
            inChunk += count;
            positionBytes += count;
        }
    }

    /** Passes over {@code count} bytes, which it shows to {@code tap}; returns how many there were. */
    public long skip(long count, Tap tap) {
        long left = count;
        while (left > 0 && hasMore()) {
            int part = (int) Math.min(left, chunk.length - inChunk);
            tap.bytes(chunk.bytes, inChunk, part);
            inChunk += part;
            positionBytes += part;
            left -= part;
        }
        return count - left;
    }

    private boolean hasMore() {
        while (chunk == null || inChunk == chunk.length) {
            if (chunk != null) {
                ahead.giveBack(chunk);
            }
            inChunk = 0;
            chunk = ahead.takeFull();
            if (chunk == null) {
                return false;
            }
        }
        return true;
    }

    private void unpackAll() {
        RuntimeException failure = null;
        try (in) {
            unpack();
        } catch (Problem e) {
            failure = e;
        } catch (EOFException e) {
            failure = BadVolume.truncated(in.place(false), compression, e);
        } catch (IOException | RuntimeException e) {
            failure = why(e);
        } catch (Error e) {
            failure = new IllegalStateException(e);
        } finally {
            ahead.end(failure);
        }
    }

    private BadVolume why(Exception e) {
        if (Compression.isMemoryRefusal(e)) {
            return BadVolume.tooMuchMemory(in.place(false), compression, e);
        }
        // A codec that ran out of bytes says many things.
        return in.isAtEnd()
                ? BadVolume.truncated(in.place(false), compression, e)
                : BadVolume.damaged(in.place(false), compression, e);
    }

    private void unpack() throws IOException {
        try (InputStream unpacked = compression.unpack(in)) {
            while (true) {
                ReadAhead.Chunk next = ahead.takeFree();
                if (next == null) {
                    return;
                }
                next.place = in.place(false);
                next.length = 0;
                int count = 0;
                while (next.length < CHUNK_BYTES && count >= 0 && !ahead.isClosed()) {
                    count = unpacked.read(next.bytes, next.length, CHUNK_BYTES - next.length);
                    next.length += Math.max(0, count);
                }
                if (next.length > 0) {
                    ahead.putFull(next);
                }
                if (count < 0) {
                    return;
                }
            }
        }
    }

    /** Stops unpacking, waits for that, and closes the files. */
    @Override
    public void close() {
        ahead.close();
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(VolumeInput in) {
        try {
            in.close();
        } catch (IOException e) {
            // The failure that led here is the one to tell.
        }
    }
}
