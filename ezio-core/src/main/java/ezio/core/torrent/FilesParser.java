package ezio.core.torrent;

import ezio.core.extent.ExtentMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the list of files of a torrent as the extents of an image.
 *
 * <pre>
 *   length   integer
 *   path     list of strings: directories, the same for every file, then the extent's offset, 1 to 32 hex digits
 *   attr     string; "p" marks padding, which has no place on a device
 * </pre>
 *
 * Makes no object for a file, since an image can have 400,000 of them.
 */
final class FilesParser {

    private static final int MAX_PATH_PARTS = 16;
    private static final int MAX_OFFSET_DIGITS = 32;

    private final byte[] bytes;
    private final String source;
    private final BencodeReader in;
    private final ExtentMap.Builder extents = ExtentMap.builder();
    private List<String> directory = List.of();
    private Path first;

    // The file that is being read, counted from 1.
    private int file;
    private boolean hasLength;
    private long length;
    private final Path path = new Path();

    /** The places of a path's parts. */
    private static final class Path {
        int parts;
        final int[] starts = new int[MAX_PATH_PARTS];
        final int[] lengths = new int[MAX_PATH_PARTS];

        Path copy() {
            Path copy = new Path();
            copy.parts = parts;
            System.arraycopy(starts, 0, copy.starts, 0, parts);
            System.arraycopy(lengths, 0, copy.lengths, 0, parts);
            return copy;
        }
    }

    FilesParser(byte[] bytes, String source, BencodeReader in) {
        this.bytes = bytes;
        this.source = source;
        this.in = in;
    }

    /** Reads the list that comes next. */
    void readAll() {
        in.readList("\"files\"", this::readFile);
    }

    ExtentMap extents() {
        return extents.build();
    }

    List<String> directory() {
        return directory;
    }

    /** Adds a file, whose name is at {@code nameStart}, as an extent. */
    void addExtent(int nameStart, int nameLength, long lengthBytes, int number) {
        long offset = offset(nameStart, nameLength);
        if (lengthBytes < 0) {
            throw BadTorrent.negativeLength(source, number, lengthBytes);
        }
        if (offset > Long.MAX_VALUE - lengthBytes) {
            throw BadTorrent.endTooLarge(source, offset, lengthBytes);
        }
        // partclone.dd can write an extent of no bytes. It holds nothing, so the pieces are the same without it.
        if (lengthBytes == 0) {
            return;
        }
        if (offset < extents.endOfLast()) {
            throw BadTorrent.overlap(source, offset, extents.endOfLast());
        }
        extents.add(offset, lengthBytes);
    }

    private void readFile() {
        file++;
        hasLength = false;
        path.parts = 0;
        in.readDictionary("file " + file, this::readField);
        if (!hasLength) {
            throw BadTorrent.noLength(source, file);
        }
        if (path.parts == 0) {
            throw BadTorrent.noPath(source, file);
        }
        takeDirectory();
        int last = path.parts - 1;
        addExtent(path.starts[last], path.lengths[last], length, file);
    }

    private void readField(String key) {
        switch (key) {
            case "attr" -> {
                in.readString("\"attr\"");
                if (isPadding(in.stringStart(), in.stringLength())) {
                    throw BadTorrent.paddingFile(source, file);
                }
            }
            case "length" -> {
                hasLength = true;
                length = in.readInteger("\"length\"");
            }
            case "path" -> in.readList("\"path\"", this::readPathPart);
            default -> in.skip();
        }
    }

    private void readPathPart() {
        in.readString("a part of \"path\"");
        if (path.parts == MAX_PATH_PARTS) {
            throw BadTorrent.deepPath(source, file, MAX_PATH_PARTS - 1);
        }
        path.starts[path.parts] = in.stringStart();
        path.lengths[path.parts] = in.stringLength();
        path.parts++;
    }

    private boolean isPadding(int start, int attributes) {
        for (int i = start; i < start + attributes; i++) {
            if (bytes[i] == 'p') {
                return true;
            }
        }
        return false;
    }

    // What stands before the offset is decoded for the first file only, and compared for the others.
    private void takeDirectory() {
        if (first == null) {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < path.parts - 1; i++) {
                found.add(Texts.safePathPart(bytes, path.starts[i], path.lengths[i], source));
            }
            directory = found;
            first = path.copy();
        } else if (!isBesideFirst()) {
            throw BadTorrent.severalDirectories(source, file);
        }
    }

    private boolean isBesideFirst() {
        boolean same = path.parts == first.parts;
        for (int i = 0; same && i < path.parts - 1; i++) {
            int at = path.starts[i];
            int atFirst = first.starts[i];
            same = Arrays.equals(bytes, at, at + path.lengths[i], bytes, atFirst, atFirst + first.lengths[i]);
        }
        return same;
    }

    private long offset(int start, int digits) {
        long offset = 0;
        boolean passes = false;
        boolean isHex = digits >= 1 && digits <= MAX_OFFSET_DIGITS;
        for (int i = start; isHex && i < start + digits; i++) {
            // A byte below zero would be a letter of Latin-1, none of which is a digit.
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            isHex = digit >= 0;
            passes |= offset >>> 59 != 0;
            offset = offset << 4 | digit;
        }
        if (!isHex) {
            throw BadTorrent.notAnOffset(source, Texts.quote(bytes, start, digits));
        }
        if (passes) {
            throw BadTorrent.offsetTooLarge(source, Texts.quote(bytes, start, digits));
        }
        return offset;
    }
}
