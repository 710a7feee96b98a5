package ezio.partclone.volume;

import java.nio.file.Path;

/**
 * Where in the files of an image something is.
 *
 * @param volume the file
 * @param offsetBytes counted from the start of that file, as it is stored: packed bytes where it is packed
 * @param isExact false where packed bytes are read in steps, so that it is a little before or behind
 */
public record Place(Path volume, long offsetBytes, boolean isExact) {

    /** Returns "image.gz.ab near byte 4711". */
    @Override
    public String toString() {
        return volume + (isExact ? " at byte " : " near byte ") + offsetBytes;
    }
}
