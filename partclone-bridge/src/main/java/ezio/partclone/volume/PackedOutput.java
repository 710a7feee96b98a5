package ezio.partclone.volume;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Packs what is written to it, and writes the result to a stream below, which it does not close. {@link #finish} ends
 * the packed data. Closed without that, it gives up what was not written yet: nothing more reaches the stream below, and
 * what waits to be packed is dropped.
 *
 * <p>For one thread. Holds memory outside of the heap until it is closed.
 */
public final class PackedOutput extends OutputStream {

    private final Below below;
    private final OutputStream packer;
    private boolean isFinished;

    /** Makes what packs into {@code out}; to close it ends the packed data. */
    @FunctionalInterface
    interface Packer {
        OutputStream into(OutputStream out) throws IOException;
    }

    PackedOutput(OutputStream out, Packer packer) throws IOException {
        this.below = new Below(out);
        this.packer = packer.into(below);
    }

    /** The stream below, until it is shut. */
    private static final class Below extends OutputStream {
        private final OutputStream out;
        private boolean isShut;

        Below(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            checkOpen();
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            checkOpen();
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            checkOpen();
            out.flush();
        }

        // A packer that is closed packs all that it still has, and ends at the first write that does not succeed.
        private void checkOpen() throws IOException {
            if (isShut) {
                throw new IOException("given up");
            }
        }
    }

    @Override
    public void write(int value) throws IOException {
        packer.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        packer.write(bytes, offset, length);
    }

    /** Packs and writes what was not yet, and ends the packed data; blocks until done. Nothing may be written after it. */
    public void finish() throws IOException {
        packer.close();
        below.flush();
        isFinished = true;
    }

    @Override
    public void close() {
        if (isFinished) {
            return;
        }
        below.isShut = true;
        try {
            packer.close();
        } catch (IOException e) {
            // It was to end, and its memory is free.
        }
    }
}
