package ezio.partclone.volume;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/** How an image is packed. Each unpacks several members put end to end as one, as its command-line tool does. */
public enum Compression {
    NONE("nothing", "", "uncomp"),
    GZIP("gzip", "\u001f\u008b", "gz"),
    ZSTD("zstd", "(\u00b5/\u00fd", "zst"),
    XZ("xz", "\u00fd7zXZ\0", "xz"),
    LZ4("lz4", "\u0004\"M\u0018", "lz4"),
    BZIP2("bzip2", "BZh", "bz2"),
    // Without a magic; see LZMA_HEAD.
    LZMA("lzma", "", "lzma"),
    LZIP("lzip", "LZIP", "lz lzip");

    // What the largest preset of xz and lzip needs is 65 MiB; "xz --lzma2=dict=1536MiB" would not fit a small machine.
    private static final int MEMORY_LIMIT_KIB = 128 << 10;
    // The window of "zstd --ultra -22"; "--long=31" is the one that asks for more.
    private static final int ZSTD_WINDOW_LOG = 27;
    private static final int ZSTD_JOB_BYTES = 4 << 20;
    private static final int ZSTD_LAST_WITH_THREADS = 12;
    private static final int LZ4_FLAGS_AT = 4;
    private static final int LZ4_INDEPENDENT_BLOCKS = 0x20;
    private static final int MAGIC_BYTES = 16;
    // The usual properties, a dictionary of some times 64 KiB, and no size: what xz and lzma write.
    private static final Pattern LZMA_HEAD = Pattern.compile("]\\x00\\x00..\\xff{8}", Pattern.DOTALL);

    /** A format that is known by its first bytes, and not read. */
    private record Foreign(String magic, String title, String remedy) {}

    private static final List<Foreign> FOREIGN = List.of(
            new Foreign("\u0002!L\u0018", "lz4's legacy format", "\"lz4 -d\" unpacks it"),
            new Foreign("\u0089LZO\0\r\n\u001a\n", "lzop", "\"lzop -d\" unpacks it"),
            new Foreign("LRZI", "lrzip", "\"lrzip -d\" unpacks it"),
            new Foreign("PK\u0003\u0004", "zip", "\"unzip -p\" unpacks it"),
            new Foreign("7z\u00bc\u00af'\u001c", "7z", "\"7z x\" unpacks it"));

    private final String title;
    private final String magic;
    // One or more, with spaces between them.
    private final String suffixes;

    Compression(String title, String magic, String suffixes) {
        this.title = title;
        this.magic = magic;
        this.suffixes = suffixes;
    }

    /** Returns its name, as users know it: "gzip". */
    public String title() {
        return title;
    }

    /**
     * Returns the compression that the name of a file speaks of: "gz" at its end, or before the letters of a volume.
     */
    public static Optional<Compression> named(Path base) {
        String name = base.getFileName().toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> Arrays.stream(each.suffixes.split(" ")).anyMatch(suffix -> name.endsWith("." + suffix)))
                .findFirst();
    }

    /**
     * Looks at the first bytes, and at the name where they say nothing.
     *
     * @throws BadVolume if it is a format that is not read, or the name speaks of one that it is not
     */
    static Compression of(Volumes volumes, byte[] head) {
        Path first = volumes.paths().get(0);
        if (head.length == 0) {
            throw BadVolume.empty(first);
        }
        Optional<Compression> named = named(volumes.base());
        // A raw image may begin with anything.
        if (named.equals(Optional.of(NONE))) {
            return NONE;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        Optional<Compression> found = Arrays.stream(values())
                .filter(each -> !each.magic.isEmpty() && text.startsWith(each.magic))
                .findFirst();
        // Frames that both formats pass over; pzstd begins with one.
        if (text.matches("(?s)[P-_]\\*M\u0018.*")) {
            found = Optional.of(named.equals(Optional.of(LZ4)) ? LZ4 : ZSTD);
        }
        if (found.isPresent()) {
            return found.get();
        }
        for (Foreign foreign : FOREIGN) {
            if (text.startsWith(foreign.magic)) {
                throw BadVolume.unsupported(first, foreign.title, foreign.remedy);
            }
        }
        if (named.equals(Optional.of(LZMA)) || LZMA_HEAD.matcher(text).lookingAt()) {
            return LZMA;
        }
        if (named.isPresent() && !text.startsWith("partclone-image")) {
            throw BadVolume.notPacked(first, named.get());
        }
        return NONE;
    }

    static Compression of(Volumes volumes, VolumeInput in) throws IOException {
        return of(volumes, in.peek(MAGIC_BYTES));
    }

    /** Unpacks; what it throws is an {@link IOException} or any unchecked exception, as the libraries please. */
    InputStream unpack(VolumeInput in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setBufferSize(64 << 10)
                        .setDecompressConcatenated(true)
                        .get();
            case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(ZSTD_WINDOW_LOG);
            case XZ -> new XZInputStream(in, MEMORY_LIMIT_KIB);
            case LZ4 -> unpackLz4(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case LZMA -> new LZMAInputStream(in, MEMORY_LIMIT_KIB);
            case LZIP -> new LzipInput(in, MEMORY_LIMIT_KIB);
        };
    }

    /** Returns those that {@link #pack} knows. */
    public static List<Compression> writable() {
        return List.of(NONE, ZSTD, GZIP, LZ4, XZ);
    }

    /** Returns the first of its suffixes, without the dot: "gz"; empty for {@code NONE}. */
    public String suffix() {
        return this == NONE ? "" : suffixes.split(" ", -1)[0];
    }

    /** Returns the levels that {@link #pack} takes; the same number twice if there is no choice. */
    public int[] levels() {
        return switch (this) {
            case GZIP -> new int[] {1, 9};
            case ZSTD -> new int[] {1, 19};
            // The larger ones need more than 256 MiB.
            case XZ -> new int[] {0, 7};
            default -> new int[] {0, 0};
        };
    }

    /** Returns the level that is taken where nobody has chosen one: Clonezilla's, and for xz one that is not too slow. */
    public int defaultLevel() {
        return switch (this) {
            case GZIP -> 1;
            case ZSTD -> 3;
            case XZ -> 2;
            default -> 0;
        };
    }

    /**
     * Packs what is written to the result into {@code out}, with a checksum of its own.
     *
     * @param level see {@link #levels()}
     * @param threads that gzip and zstd pack with, fewer where that would take much memory; the others have one
     */
    public PackedOutput pack(OutputStream out, int level, int threads) throws IOException {
        return new PackedOutput(out, below -> packInto(below, level, threads));
    }

    private OutputStream packInto(OutputStream out, int level, int threads) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new ParallelGzip(out, level, threads);
            case ZSTD -> packZstd(out, level, threads);
            case LZ4 ->
                new LZ4FrameOutputStream(
                        out,
                        LZ4FrameOutputStream.BLOCKSIZE.SIZE_4MB,
                        LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                        LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM);
            case XZ -> new XZOutputStream(out, new LZMA2Options(level));
            case BZIP2, LZMA, LZIP -> throw new IllegalArgumentException(title + " is not written");
        };
    }

    // The more memory a level takes for a thread, the fewer threads: docs/benchmarks.md has what was measured.
    private static OutputStream packZstd(OutputStream out, int level, int threads) throws IOException {
        ZstdOutputStreamNoFinalizer packed = new ZstdOutputStreamNoFinalizer(out, level).setChecksum(true);
        if (level > ZSTD_LAST_WITH_THREADS) {
            // Even one thread of its own would pack up to 32 MiB at once, which cannot be ended, and takes half a
            // minute.
            return packed;
        }
        int most = level <= 3 ? 12 : level <= 9 ? 6 : 2;
        return packed.setWorkers(Math.min(threads, most)).setJobSize(ZSTD_JOB_BYTES);
    }

    /** Tells whether the codec refused because it would need more memory than it is given. */
    static boolean isMemoryRefusal(Exception e) {
        return e instanceof MemoryLimitException
                || e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge();
    }

    private static InputStream unpackLz4(VolumeInput in) throws IOException {
        byte[] head = in.peek(LZ4_FLAGS_AT + 1);
        boolean isDependent = head.length > LZ4_FLAGS_AT && (head[LZ4_FLAGS_AT] & LZ4_INDEPENDENT_BLOCKS) == 0;
        // The fast one unpacks blocks one by one only; "lz4 -BD" makes blocks that refer to those before.
        return isDependent && LZ4.isStart(head)
                ? new FramedLZ4CompressorInputStream(in, true)
                : new LZ4FrameInputStream(in);
    }

    private boolean isStart(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1).startsWith(magic);
    }
}
