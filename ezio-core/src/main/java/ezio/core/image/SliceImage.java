package ezio.core.image;

import ezio.core.disk.BlockDevice;
import ezio.core.disk.ChannelDevice;
import ezio.core.disk.DeviceFailure;
import ezio.core.disk.Durability;
import ezio.core.disk.Medium;
import ezio.core.extent.ExtentMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An image as a directory of slices, as partclone and EZIO write it ("BT image").
 *
 * <pre>
 *   DIR/00000000000000000000000000000000     one file for each extent; its name is the offset on the partition
 *   DIR/00000000000000000000000000100000     in bytes, 32 lower-case hex digits; its content is the extent
 * </pre>
 *
 * What else is in the directory is left alone. Any number of slices, of which 256 at most are kept open. Safe for use by
 * any number of threads.
 */
public final class SliceImage implements ImageTarget {

    private static final int OPEN_SLICES = 256;
    private static final int NAME_DIGITS = 32;
    private static final String ZEROS = "0".repeat(NAME_DIGITS);

    private final Path directory;
    private final ExtentMap extents;
    private final OpenSlices slices;
    private final Medium medium;
    private final List<Path> directoriesToSync;
    private final BitSet written = new BitSet();
    private DeviceFailure syncFailure;

    private SliceImage(Path directory, ExtentMap extents, boolean isWritable, List<Path> directoriesToSync) {
        this.directory = directory;
        this.extents = extents;
        this.directoriesToSync = directoriesToSync;
        this.medium = Medium.of(directory);
        this.slices = new OpenSlices(OPEN_SLICES, index -> open(index, isWritable));
    }

    /**
     * Opens slices that are there. Looks at each of them first: its length, not its content.
     *
     * @throws SliceProblem if one is missing, has another length or is no regular file
     * @throws DeviceFailure with {@code OPEN} if the directory cannot be looked at
     */
    public static SliceImage openForReading(Path directory, ExtentMap extents) {
        Survey survey = survey(directory, extents);
        survey.missing.stream().forEach(index -> survey.addWrong(index, SliceProblem.missing()));
        if (survey.wrongCount > 0) {
            throw SliceProblem.inSource(
                    slicePath(directory, extents, survey.firstWrong),
                    survey.firstWrongWords,
                    survey.wrongCount,
                    extents.count());
        }
        return new SliceImage(directory, extents, false, List.of());
    }

    /**
     * Opens slices to be written; makes the directory and the slices that are missing. Slices of the right length stay
     * as they are, so that an image can be completed.
     *
     * @throws SliceProblem if something of a slice's name is there that has another length or is no regular file;
     *     nothing was made then
     * @throws DeviceFailure with {@code OPEN} if a directory or slice cannot be made
     */
    public static SliceImage create(Path directory, ExtentMap extents) {
        List<Path> changed = new ArrayList<>(List.of(directory));
        Survey survey = survey(directory, extents);
        if (survey.wrongCount > 0) {
            throw SliceProblem.inTarget(
                    slicePath(directory, extents, survey.firstWrong),
                    survey.firstWrongWords,
                    survey.wrongCount,
                    extents.count());
        }
        createDirectories(directory, changed);
        survey.missing.stream()
                .forEach(i -> ChannelDevice.makeFile(slicePath(directory, extents, i), extents.lengthBytes(i)));
        SliceImage image = new SliceImage(directory, extents, true, changed);
        // New slices are only names until they are synced, even those that are never written.
        image.written.or(survey.missing);
        return image;
    }

    /** What was found in a directory. */
    private static final class Survey {
        private final BitSet missing = new BitSet();
        private int firstWrong = Integer.MAX_VALUE;
        private String firstWrongWords = "";
        private int wrongCount;

        void addWrong(int index, String words) {
            wrongCount++;
            if (index < firstWrong) {
                firstWrong = index;
                firstWrongWords = words;
            }
        }
    }

    private static Survey survey(Path directory, ExtentMap extents) {
        Survey survey = new Survey();
        for (int i = 0; i < extents.count(); i++) {
            Path path = slicePath(directory, extents, i);
            try {
                // A link could lead a write to anywhere.
                var found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!found.isRegularFile()) {
                    survey.addWrong(i, SliceProblem.notAFile());
                } else if (found.size() != extents.lengthBytes(i)) {
                    survey.addWrong(i, SliceProblem.wrongLength(found.size(), extents.lengthBytes(i)));
                }
            } catch (IOException e) {
                if (!isMissing(e)) {
                    throw DeviceFailure.open(path.toString(), e);
                }
                survey.missing.set(i);
            }
        }
        return survey;
    }

    // A path that leads through a file: JDK 25 calls it missing, JDK 17 has the words of the system only.
    private static boolean isMissing(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof FileSystemException fs && "Not a directory".equals(fs.getReason());
    }

    private static void createDirectories(Path directory, List<Path> changed) {
        try {
            Path parent = directory.toAbsolutePath().normalize();
            while (!Files.exists(parent) && parent.getParent() != null) {
                parent = parent.getParent();
                changed.add(parent);
            }
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw DeviceFailure.open(directory.toString(), e);
        }
    }

    /** Returns the name of the slice that holds the extent at {@code offsetBytes}. */
    public static String sliceName(long offsetBytes) {
        String digits = Long.toHexString(offsetBytes);
        return ZEROS.substring(digits.length()) + digits;
    }

    private static Path slicePath(Path directory, ExtentMap extents, int index) {
        return directory.resolve(sliceName(extents.offsetBytes(index)));
    }

    private BlockDevice open(int index, boolean isWritable) {
        Path path = slicePath(directory, extents, index);
        return isWritable ? ChannelDevice.openForWriting(path) : ChannelDevice.openForReading(path);
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public ExtentMap extents() {
        return extents;
    }

    @Override
    public void read(long streamBytes, ByteBuffer into) {
        BufferParts parts = new BufferParts(into);
        extents.visit(streamBytes, into.remaining(), (extent, inExtentBytes, deviceBytes, lengthBytes) -> {
            slices.with(extent, slice -> slice.read(inExtentBytes, parts.next(lengthBytes)));
        });
    }

    @Override
    public long transfer(long streamBytes, long lengthBytes, WritableByteChannel to) throws IOException {
        int extent = extents.indexAt(streamBytes);
        long inExtentBytes = streamBytes - extents.streamStartBytes(extent);
        long part = Math.min(lengthBytes, extents.lengthBytes(extent) - inExtentBytes);
        return slices.from(extent, slice -> slice.transfer(inExtentBytes, part, to));
    }

    @Override
    public Medium medium() {
        return medium;
    }

    @Override
    public void write(long streamBytes, ByteBuffer from) {
        BufferParts parts = new BufferParts(from);
        extents.visit(streamBytes, from.remaining(), (extent, inExtentBytes, deviceBytes, lengthBytes) -> {
            try {
                slices.with(extent, slice -> slice.write(inExtentBytes, parts.next(lengthBytes)));
            } finally {
                // Not before: a sync between the two would take the mark and miss the bytes.
                markWritten(extent);
            }
        });
    }

    private void markWritten(int extent) {
        synchronized (written) {
            written.set(extent);
        }
    }

    /**
     * Blocks until every slice that was written or made since the last time, and the directory, are on the medium.
     *
     * @throws DeviceFailure if that cannot be promised; from then on each call throws it
     */
    @Override
    public synchronized void sync() {
        if (syncFailure != null) {
            throw syncFailure;
        }
        BitSet due;
        synchronized (written) {
            due = (BitSet) written.clone();
            written.clear();
        }
        try {
            Durability.onSyncThread(() -> {
                due.stream().forEach(index -> slices.with(index, BlockDevice::sync));
                directoriesToSync.forEach(Durability::syncDirectory);
            });
        } catch (DeviceFailure e) {
            syncFailure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        slices.close();
    }
}
