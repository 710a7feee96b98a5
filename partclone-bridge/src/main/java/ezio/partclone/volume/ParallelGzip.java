package ezio.partclone.volume;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs with gzip on several threads. The result is one member of the format, as every gzip unpacks it: each part of the
 * input is packed for itself and ends at a whole byte, and the last one is followed by an empty block that says that it
 * is the last.
 *
 * <pre>
 *   1f 8b 08 00, 4 bytes of time (0), 00, ff     header: deflate, no name, any system
 *   blocks                                       raw deflate (RFC 1951)
 *   03 00                                        the last block, empty
 *   CRC32, length                                of the input, 4 bytes each, little endian
 * </pre>
 *
 * For one writing thread. What cannot be written to the stream below is thrown by a later call.
 */
final class ParallelGzip extends OutputStream {

    // A part begins without the 32 KiB before it to refer to, which costs less than 1 % of the result at this size.
    static final int PART_BYTES = 256 << 10;
    private static final int PARTS_PER_THREAD = 2;
    // 64 made a process of 279 MiB.
    private static final int MOST_THREADS = 32;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final byte[] LAST_BLOCK = {3, 0};

    private final OutputStream out;
    private final int level;
    private final int mostParts;
    private final ExecutorService threads;
    private final Queue<Part> free = new ConcurrentLinkedQueue<>();
    private final Queue<Future<Part>> packing = new ArrayDeque<>();
    private final CRC32 crc = new CRC32();
    private long totalBytes;
    private Part part;
    private boolean isClosed;

    /**
     * @param threadCount 1 or more, of which 32 are used at most; each takes some 3 MiB
     */
    ParallelGzip(OutputStream out, int level, int threadCount) throws IOException {
        this.out = out;
        this.level = level;
        int count = Math.min(threadCount, MOST_THREADS);
        this.mostParts = count * PARTS_PER_THREAD;
        this.threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "ezio-gzip");
            thread.setDaemon(true);
            return thread;
        });
        this.part = new Part(level);
        out.write(HEADER);
    }

    /** Some of the input, and what comes of it. */
    private static final class Part {
        final byte[] input = new byte[PART_BYTES];
        final Deflater deflater;
        int length;
        byte[] packed = new byte[PART_BYTES];
        int packedLength;

        Part(int level) {
            this.deflater = new Deflater(level, true);
        }

        Part pack() {
            deflater.reset();
            deflater.setInput(input, 0, length);
            packedLength = 0;
            int found;
            do {
                if (packedLength == packed.length) {
                    packed = Arrays.copyOf(packed, packed.length * 2);
                }
                found = deflater.deflate(packed, packedLength, packed.length - packedLength, Deflater.SYNC_FLUSH);
                packedLength += found;
                // A buffer that was filled may have cut the flush off.
            } while (packedLength == packed.length);
            return this;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        crc.update(bytes, offset, length);
        totalBytes += length;
        int done = 0;
        while (done < length) {
            int step = Math.min(length - done, PART_BYTES - part.length);
            System.arraycopy(bytes, offset + done, part.input, part.length, step);
            part.length += step;
            done += step;
            if (part.length == PART_BYTES) {
                handOver();
            }
        }
    }

    private void handOver() throws IOException {
        Part full = part;
        packing.add(threads.submit(full::pack));
        if (packing.size() >= mostParts) {
            writeOldest();
        }
        Part next = free.poll();
        part = next == null ? new Part(level) : next;
        part.length = 0;
    }

    private void writeOldest() throws IOException {
        try {
            Part packed = packing.remove().get();
            out.write(packed.packed, 0, packed.packedLength);
            free.add(packed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (out) {
            if (part.length > 0) {
                handOver();
            }
            while (!packing.isEmpty()) {
                writeOldest();
            }
            out.write(LAST_BLOCK);
            out.write(ByteBuffer.allocate(2 * Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) crc.getValue())
                    .putInt((int) totalBytes)
                    .array());
        } finally {
            // Nobody waits for what is left after a failure.
            threads.shutdownNow();
        }
    }
}
