package ezio.core.disk;

import ezio.core.disk.DeviceFailure.Operation;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A block device or a regular file, read and written through the page cache. Never changes the size of a file.
 *
 * <p>Direct buffers are handed to the operating system as they are, others are copied on the way. Safe for use by any
 * number of threads; also by threads that are interrupted: the call completes, and the thread is still interrupted
 * after it.
 */
public final class ChannelDevice implements BlockDevice {

    // A heap buffer is copied into a direct one that the JDK keeps for each thread and never gives back; this bounds
    // it. Larger steps are not measurably faster.
    private static final int HEAP_STEP_BYTES = 1 << 20;

    private final Path path;
    private final String name;
    private final Set<OpenOption> options;
    private final boolean isWritable;
    private final String identity;
    private final long sizeBytes;

    // Java closes a channel when a thread that uses it is interrupted. This one is used by sync's own thread only and
    // therefore stays open: with the last handle of a device the kernel forgets that a delayed write has failed.
    private final FileChannel syncChannel;

    private final Object lifecycle = new Object();
    private volatile FileChannel channel;
    // Found out when it is asked for: an image of 100,000 slices opens as many of these.
    private volatile Medium medium;
    private boolean isClosed;

    // The kernel reports a failed delayed write to the first fsync only; the next one would succeed.
    private volatile DeviceFailure syncFailure;

    private ChannelDevice(Path path, boolean isWritable) throws IOException {
        PathFacts facts = PathFacts.of(path);
        if (!facts.kind().canHoldAnImage()) {
            throw new IOException(
                    facts.kind() == PathFacts.Kind.MISSING
                            ? "no such file or device"
                            : "it is " + facts.kind().words() + ", not a disk, a partition or a file");
        }
        this.path = path;
        this.name = path.toString();
        this.isWritable = isWritable;
        this.identity = facts.identity();
        this.options = isWritable
                ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.READ);
        Measured measured = measure(path, options);
        try {
            this.syncChannel = isWritable ? FileChannel.open(path, options) : null;
        } catch (IOException e) {
            measured.channel.close();
            throw e;
        }
        this.sizeBytes = measured.sizeBytes;
        this.channel = measured.channel;
    }

    private record Measured(FileChannel channel, long sizeBytes) {}

    /** Opens a channel and asks it for its size, as only that knows the size of a device; interrupts do not matter. */
    private static Measured measure(Path path, Set<OpenOption> options) throws IOException {
        boolean wasInterrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel opened = FileChannel.open(path, options);
                try {
                    return new Measured(opened, opened.size());
                } catch (ClosedByInterruptException e) {
                    wasInterrupted |= Thread.interrupted();
                } catch (IOException e) {
                    opened.close();
                    throw e;
                }
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Opens a device or file that is there.
     *
     * @throws DeviceFailure with {@code OPEN} if it is not there, is something else, or must not be read
     */
    public static ChannelDevice openForReading(Path path) {
        return open(path, false);
    }

    /**
     * Opens a device or file that is there, to read and to write it.
     *
     * @throws DeviceFailure with {@code OPEN} if it is not there, is something else, or must not be written
     */
    public static ChannelDevice openForWriting(Path path) {
        return open(path, true);
    }

    /** Makes a new file as {@link #makeFile} does and opens it to read and to write it. */
    public static ChannelDevice createFile(Path path, long sizeBytes) {
        makeFile(path, sizeBytes);
        return openForWriting(path);
    }

    /**
     * Makes a new file without content ("sparse": it takes no space yet).
     *
     * @throws DeviceFailure with {@code OPEN} if something of that name exists, or the file cannot be made so large;
     *     nothing is left behind then
     */
    public static void makeFile(Path path, long sizeBytes) {
        try {
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            throw DeviceFailure.open(path.toString(), new IOException("it exists already", e));
        } catch (IOException e) {
            throw DeviceFailure.open(path.toString(), e);
        }
        boolean complete = false;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(sizeBytes);
            complete = true;
        } catch (IOException e) {
            throw DeviceFailure.open(path.toString(), e);
        } finally {
            if (!complete) {
                deleteQuietly(path);
            }
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The failure that led here is the one to tell.
        }
    }

    private static ChannelDevice open(Path path, boolean isWritable) {
        try {
            return new ChannelDevice(path, isWritable);
        } catch (IOException e) {
            throw DeviceFailure.open(path.toString(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void read(long offsetBytes, ByteBuffer into) {
        transfer(Operation.READ, offsetBytes, into);
    }

    @Override
    public void write(long offsetBytes, ByteBuffer from) {
        if (!isWritable) {
            throw DeviceFailure.write(
                    name, offsetBytes, from.remaining(), new IOException("it was opened for reading"));
        }
        transfer(Operation.WRITE, offsetBytes, from);
    }

    @Override
    public Medium medium() {
        if (medium == null) {
            medium = Medium.of(path);
        }
        return medium;
    }

    @Override
    public long transfer(long offsetBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        if (offsetBytes < 0 || offsetBytes > sizeBytes - lengthBytes) {
            throw DeviceFailure.end(name, offsetBytes, lengthBytes, sizeBytes);
        }
        FileChannel used = channel;
        try {
            long sent = used.transferTo(offsetBytes, lengthBytes, to);
            if (sent == 0 && used.size() < offsetBytes + lengthBytes) {
                throw DeviceFailure.read(name, offsetBytes, lengthBytes, shorter());
            }
            return sent;
        } catch (ClosedChannelException e) {
            if (!to.isOpen()) {
                throw e;
            }
            boolean wasInterrupted = e instanceof ClosedByInterruptException && Thread.interrupted();
            try {
                reopen(used);
            } finally {
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return BlockDevice.super.transfer(offsetBytes, lengthBytes, to);
        } catch (IOException e) {
            if (!to.isOpen()) {
                throw e;
            }
            // One error for two ends: what can be read was not the device's.
            read(offsetBytes, ByteBuffer.allocate((int) Math.min(lengthBytes, HEAP_STEP_BYTES)));
            throw e;
        }
    }

    private EOFException shorter() {
        return new EOFException("it has become shorter than the " + sizeBytes + " bytes that it had when opened");
    }

    private void transfer(Operation operation, long offsetBytes, ByteBuffer buffer) {
        int length = buffer.remaining();
        if (offsetBytes < 0 || offsetBytes > sizeBytes - length) {
            throw DeviceFailure.end(name, offsetBytes, length, sizeBytes);
        }
        int start = buffer.position();
        int limit = buffer.limit();
        boolean wasInterrupted = Thread.interrupted();
        try {
            while (buffer.position() < limit) {
                int position = buffer.position();
                if (!buffer.isDirect()) {
                    buffer.limit(Math.min(limit, position + HEAP_STEP_BYTES));
                }
                FileChannel used = channel;
                try {
                    step(operation, used, offsetBytes + position - start, buffer);
                } catch (ClosedByInterruptException e) {
                    wasInterrupted |= Thread.interrupted();
                    reopen(used);
                } catch (ClosedChannelException e) {
                    reopen(used);
                }
            }
        } catch (IOException e) {
            long at = offsetBytes + buffer.position() - start;
            int left = limit - buffer.position();
            throw operation == Operation.READ
                    ? DeviceFailure.read(name, at, left, e)
                    : DeviceFailure.write(name, at, left, e);
        } finally {
            buffer.limit(limit);
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void step(Operation operation, FileChannel used, long at, ByteBuffer buffer) throws IOException {
        if (operation == Operation.WRITE) {
            used.write(buffer, at);
        } else if (used.read(buffer, at) < 0) {
            throw shorter();
        }
    }

    /** Replaces a channel that an interrupt has closed; several threads may find that out at the same time. */
    private void reopen(FileChannel broken) throws IOException {
        synchronized (lifecycle) {
            if (isClosed) {
                throw new IOException("it was closed");
            }
            if (channel == broken) {
                FileChannel again = FileChannel.open(path, options);
                if (!PathFacts.of(path).identity().equals(identity)) {
                    again.close();
                    throw new IOException("another device or file has taken its name");
                }
                channel = again;
            }
        }
    }

    @Override
    public void sync() {
        if (!isWritable) {
            return;
        }
        DeviceFailure earlier = syncFailure;
        if (earlier != null) {
            throw earlier;
        }
        try {
            Durability.force(syncChannel, name);
        } catch (DeviceFailure e) {
            syncFailure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        synchronized (lifecycle) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            closeQuietly(channel);
            closeQuietly(syncChannel);
        }
    }

    // close() promises nothing about what was written; sync() does.
    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing can be done about it, and nothing is lost that sync() had confirmed.
            }
        }
    }
}
