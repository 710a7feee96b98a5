package ezio.verb;

import ezio.core.disk.DeviceFailure;
import ezio.core.extent.ExtentMap;
import ezio.core.image.SliceImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes a new directory of slices: all of them, or none. */
final class NewSlices {

    private NewSlices() {}

    /**
     * @throws SlicesInTheWay if there is something of that name already, unless it is an empty directory
     */
    static void checkFree(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw DeviceFailure.open(directory.toString(), e);
        }
        throw SlicesInTheWay.notEmpty(directory);
    }

    /**
     * Makes the slices and has {@code work} write them. Where that fails they are removed: a slice has its full length
     * from the start, so that nobody could tell what is missing.
     */
    static <T> T write(Path directory, ExtentMap extents, Function<SliceImage, T> work) {
        checkFree(directory);
        boolean complete = false;
        try (SliceImage slices = SliceImage.create(directory, extents)) {
            T result = work.apply(slices);
            complete = true;
            return result;
        } finally {
            if (!complete) {
                remove(directory, extents);
            }
        }
    }

    private static void remove(Path directory, ExtentMap extents) {
        try {
            for (int i = 0; i < extents.count(); i++) {
                Files.deleteIfExists(directory.resolve(SliceImage.sliceName(extents.offsetBytes(i))));
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // The failure that led here is the one to tell.
        }
    }
}
