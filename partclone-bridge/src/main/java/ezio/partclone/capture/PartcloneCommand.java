package ezio.partclone.capture;

import ezio.core.disk.DeviceFailure;
import ezio.core.disk.MissingProgram;
import ezio.core.disk.ProgramPath;
import ezio.core.extent.ExtentMap;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.progress.ProgressMeter;
import ezio.partclone.BadTorrentInfo;
import ezio.partclone.TorrentInfoFile;
import ezio.partclone.image.BadImage;
import ezio.partclone.image.BlockMap;
import ezio.partclone.image.ExtentCut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * partclone's program for one file system, run on one device. It reads the device and writes to nothing but a directory
 * that is made for it: it empties what it is given without asking.
 */
public final class PartcloneCommand {

    private final Path program;
    private final Path device;
    private final long deviceBytes;
    private final boolean isMounted;

    /** For tests: any program. */
    PartcloneCommand(Path program, Path device, long deviceBytes, boolean isMounted) {
        this.program = program;
        this.device = device;
        this.deviceBytes = deviceBytes;
        this.isMounted = isMounted;
    }

    /**
     * Finds the program.
     *
     * @param isMounted whether the device is mounted; partclone then has to be told that this is meant
     * @throws MissingProgram if it is not installed; names Debian's package
     */
    public static PartcloneCommand of(FileSystems fileSystem, Path device, long deviceBytes, boolean isMounted) {
        Path program = ProgramPath.find(fileSystem.program()).orElseThrow(() -> missing(fileSystem));
        return new PartcloneCommand(program, device, deviceBytes, isMounted);
    }

    private static MissingProgram missing(FileSystems fileSystem) {
        return fileSystem.isInDebian()
                ? MissingProgram.ofPackage(fileSystem.program(), FileSystems.DEBIAN_PACKAGE)
                : MissingProgram.withRemedy(
                        fileSystem.program(),
                        "Debian's package " + FileSystems.DEBIAN_PACKAGE + " does not have it; build partclone with it,"
                                + " or capture all of the device with --whole");
    }

    private String name() {
        return program.getFileName().toString();
    }

    /**
     * Asks which blocks are used; blocks until partclone has found out. It is made to write an image, of which the
     * beginning says it, with checksums, and ended there.
     *
     * @throws PartcloneFailure if it cannot say, or names blocks beyond the device's end
     * @throws BadImage if what it says contradicts itself
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled
     */
    public BlockMap readBlockMap(ProgressListener progress, CancelToken cancel) {
        PartcloneWords words =
                new PartcloneWords(new Steps("looking for used blocks of " + device, deviceBytes, progress));
        List<String> arguments = arguments("-o", "-");
        BlockMap map;
        try (PartcloneProcess run = PartcloneProcess.start(program, arguments, words, cancel)) {
            map = BlockMap.read(run.output(), name() + " on " + device);
        } catch (IOException e) {
            cancel.throwIfCancelled();
            throw PartcloneFailure.noMap(name(), device, words.reason());
        }
        cancel.throwIfCancelled();
        checkInside(map.extents(ExtentCut.MERGED, 0));
        return map;
    }

    /**
     * Lets partclone read and hash the used blocks; blocks until it has ended.
     *
     * @param map what {@link #readBlockMap} returned
     * @param bufferBytes partclone's --buffer_size
     * @param directory must not exist; is made, and removed again
     * @return extents and hashes, complete and in agreement with the map
     * @throws PartcloneFailure if it did not get to its end, or found other blocks than before
     * @throws java.util.concurrent.CancellationException if {@code cancel} was cancelled; partclone has ended then
     */
    public TorrentInfoFile hash(
            BlockMap map, long bufferBytes, Path directory, ProgressListener progress, CancelToken cancel) {
        PartcloneWords words =
                new PartcloneWords(new Steps("hashing " + device, map.usedBlocks() * map.blockBytes(), progress));
        Path info = directory.resolve("torrent.info");
        makeFresh(directory);
        try {
            try (PartcloneProcess run = PartcloneProcess.start(
                    program,
                    // Its display is refreshed every 2 s, and its end waits for that; one second is the least that it
                    // sleeps for.
                    arguments("-t", "-z", String.valueOf(bufferBytes), "-f", "1", "-o", directory.toString()),
                    words,
                    cancel)) {
                run.await();
            }
            cancel.throwIfCancelled();
            if (!words.saysSuccess()) {
                throw PartcloneFailure.noHashes(name(), device, words.reason());
            }
            TorrentInfoFile found = TorrentInfoFile.read(info);
            if (!found.extents().equals(map.extents(ExtentCut.DEVICE, bufferBytes))) {
                throw PartcloneFailure.twoAnswers(name(), device);
            }
            return found;
        } catch (BadTorrentInfo e) {
            throw PartcloneFailure.noHashes(name(), device, e.getMessage());
        } finally {
            remove(info);
            remove(directory);
        }
    }

    private List<String> arguments(String... more) {
        // A log file of its own would be in /var/log.
        List<String> arguments = new ArrayList<>(List.of("-c", "-L", "/dev/null", "-s", device.toString()));
        if (isMounted) {
            arguments.add("-F");
        }
        arguments.addAll(List.of(more));
        return arguments;
    }

    private void checkInside(ExtentMap extents) {
        if (extents.endBytes() > deviceBytes) {
            throw PartcloneFailure.beyondDevice(name(), device, extents.endBytes(), deviceBytes);
        }
    }

    private static void makeFresh(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw DeviceFailure.open(directory.toString(), e);
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nobody needs it, and what comes of the run is not changed by it.
        }
    }

    /** Turns the fractions that partclone prints into bytes. */
    private static final class Steps implements DoubleConsumer {
        private final ProgressMeter meter;
        private final long totalBytes;
        private long doneBytes;

        Steps(String what, long totalBytes, ProgressListener listener) {
            this.meter = new ProgressMeter(what, totalBytes, listener);
            this.totalBytes = totalBytes;
        }

        @Override
        public void accept(double fraction) {
            long now = (long) (fraction * totalBytes);
            if (now > doneBytes) {
                meter.add(now - doneBytes);
                doneBytes = now;
            }
        }
    }
}
