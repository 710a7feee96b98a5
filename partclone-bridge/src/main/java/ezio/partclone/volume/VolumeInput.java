package ezio.partclone.volume;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The stored bytes of all volumes, one after the other. Buffered; for one thread. Codecs may take a failure of theirs
 * for an end or the other way round, so that this keeps count of both.
 */
final class VolumeInput extends InputStream {

    private static final int BUFFER_BYTES = 256 << 10;

    private final Volumes volumes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private int index;
    private FileChannel channel;
    private long inVolumeBytes;
    // Read by the thread that shows progress.
    private final AtomicLong readBytes = new AtomicLong();
    private boolean isAtEnd;

    VolumeInput(Volumes volumes) {
        this.volumes = volumes;
    }

    /** Returns the place of the byte that is handed out next. */
    Place place(boolean isExact) {
        Place place = volumes.placeOf(positionBytes());
        return new Place(place.volume(), place.offsetBytes(), isExact);
    }

    /** Returns how many bytes were handed out. */
    long positionBytes() {
        return readBytes.get() - (end - at);
    }

    /** Returns how many bytes were read from the files; any thread may ask. */
    long readBytes() {
        return readBytes.get();
    }

    /** Tells whether someone asked for bytes beyond the last one. */
    boolean isAtEnd() {
        return isAtEnd;
    }

    /** Returns the first {@code count} bytes, fewer if there are not so many; they will be read again. */
    byte[] peek(int count) throws IOException {
        while (end < count && fill(end)) {}
        return Arrays.copyOf(buffer, Math.min(count, end));
    }

    @Override
    public int read() throws IOException {
        if (at == end && !refill()) {
            return -1;
        }
        return buffer[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == end && !refill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return end - at;
    }

    private boolean refill() throws IOException {
        at = 0;
        end = 0;
        boolean hasMore = fill(0);
        isAtEnd = !hasMore;
        return hasMore;
    }

    /** Reads more bytes behind the {@code kept} ones; returns false at the end of the last volume. */
    private boolean fill(int kept) throws IOException {
        while (index < volumes.list().size()) {
            Volumes.Volume volume = volumes.list().get(index);
            int wanted = (int) Math.min(BUFFER_BYTES - kept, volume.sizeBytes() - inVolumeBytes);
            if (wanted > 0) {
                int count = readFrom(volume, ByteBuffer.wrap(buffer, kept, wanted));
                inVolumeBytes += count;
                readBytes.addAndGet(count);
                end = kept + count;
                return true;
            }
            close();
            inVolumeBytes = 0;
            index++;
        }
        return false;
    }

    private int readFrom(Volumes.Volume volume, ByteBuffer into) {
        int count;
        try {
            if (channel == null) {
                channel = FileChannel.open(volume.path());
            }
            count = channel.read(into);
        } catch (IOException e) {
            throw BadVolume.unreadable(new Place(volume.path(), inVolumeBytes, true), e);
        }
        if (count < 0) {
            throw BadVolume.changed(volume.path(), volume.sizeBytes());
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
