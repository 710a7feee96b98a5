package ezio.core.disk

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

/**
 * Writes files into a new exFAT, and reads them: Debian has no tool for that, and not every kernel mounts it. Each file
 * has its clusters one behind the other. fsck.exfat then says whether that was done right.
 *
 * <pre>
 *   boot sector   80 4 start of the FAT, 88 4 start of the clusters (sectors), 92 4 clusters, 96 4 root's cluster,
 *                 108 1 log2 of bytes to a sector, 109 1 log2 of sectors to a cluster
 *   0x81          20 4 first cluster of the bitmap
 *   0x85          1 1 entries that follow, 2 2 checksum of them all, 4 2 attributes, 8 4 and 12 4 and 16 4 times
 *   0xc0          1 1 flags, 3 1 characters in the name, 4 2 hash of the name, 8 8 and 24 8 length, 20 4 first cluster
 *   0xc1          2 30 fifteen characters of the name
 * </pre>
 */
class ExfatFiles {

    private static final int ENTRY = 32
    private static final int TIME = 0x5a210000 // 2025-01-01
    private static final int DIRECTORY = 0x10
    private static final int ARCHIVE = 0x20

    private final RandomAccessFile device
    private final long heapBytes
    private final int clusterBytes
    private final int rootCluster
    private final int bitmapCluster
    private int nextCluster

    private ExfatFiles(RandomAccessFile device) {
        this.device = device
        def boot = bytes(0, 512)
        int sectorBytes = 1 << boot.get(108)
        clusterBytes = sectorBytes << boot.get(109)
        heapBytes = (long) boot.getInt(88) * sectorBytes
        rootCluster = boot.getInt(96)
        bitmapCluster = entries(rootCluster).find { (it.get(0) & 0xff) == 0x81 }.getInt(20)
        // mkfs puts the bitmap, the table of letters and the root first.
        nextCluster = rootCluster + 1
    }

    /** Writes a directory with files into an empty file system; one of them is written and not allocated. */
    static void write(Path device, String directory, Path from, List<String> names, String deleted) {
        new RandomAccessFile(device.toFile(), 'rw').withCloseable { file ->
            def exfat = new ExfatFiles(file)
            int cluster = exfat.allocate(1, true)
            exfat.fill(exfat.at(cluster), new byte[exfat.clusterBytes])
            int slot = exfat.entries(exfat.rootCluster).findIndexOf { it.get(0) == 0 }
            exfat.fill(exfat.at(exfat.rootCluster) + slot * ENTRY,
                    entrySet(directory, DIRECTORY, cluster, exfat.clusterBytes))
            long place = exfat.at(cluster)
            for (name in names) {
                byte[] content = Files.readAllBytes(from.resolve(name))
                int clusters = (content.length + exfat.clusterBytes - 1).intdiv(exfat.clusterBytes)
                int first = content.length ? exfat.allocate(clusters, name != deleted) : 0
                if (first) {
                    exfat.fill(exfat.at(first), content)
                }
                if (name != deleted) {
                    byte[] set = entrySet(name, ARCHIVE, first, content.length)
                    exfat.fill(place, set)
                    place += set.length
                }
            }
        }
    }

    /** Returns the content of the files of a directory, by their names. */
    static Map<String, byte[]> read(Path device, String directory) {
        new RandomAccessFile(device.toFile(), 'r').withCloseable { file ->
            def exfat = new ExfatFiles(file)
            exfat.files(exfat.files(exfat.rootCluster)[directory].cluster).collectEntries { name, found ->
                byte[] content = new byte[found.length]
                if (content.length) {
                    file.seek(exfat.at(found.cluster))
                    file.readFully(content)
                }
                [name, content]
            }
        }
    }

    private Map<String, Map> files(int directoryCluster) {
        def found = [:]
        def stream = null
        for (entry in entries(directoryCluster)) {
            switch (entry.get(0) & 0xff) {
                case 0xc0 -> stream = entry
                case 0xc1 -> {
                    def name = new String(entry.array(), 2, stream.get(3) * 2, StandardCharsets.UTF_16LE)
                    found[name] = [cluster: stream.getInt(20), length: (int) stream.getLong(24)]
                }
            }
        }
        found
    }

    private int allocate(int clusters, boolean isUsed) {
        int first = nextCluster
        nextCluster += clusters
        if (isUsed) {
            byte[] bitmap = bytes(at(bitmapCluster), clusterBytes).array()
            (first - 2..<nextCluster - 2).each { bitmap[it >> 3] |= 1 << (it & 7) }
            fill(at(bitmapCluster), bitmap)
        }
        first
    }

    private static byte[] entrySet(String name, int attributes, int cluster, long length) {
        def set = ByteBuffer.allocate(3 * ENTRY).order(ByteOrder.LITTLE_ENDIAN)
        set.put(0, (byte) 0x85).put(1, (byte) 2).putShort(4, (short) attributes)
        [8, 12, 16].each { set.putInt(it, TIME) }
        // 1: it may have clusters; 2: they are one behind the other.
        set.put(32, (byte) 0xc0).put(33, (byte) (cluster ? 3 : 1)).put(35, (byte) name.length())
        set.putShort(36, (short) checksum(name.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_16LE), []))
        set.putLong(40, length).putInt(52, cluster).putLong(56, length)
        set.put(64, (byte) 0xc1).put(66, name.getBytes(StandardCharsets.UTF_16LE))
        set.putShort(2, (short) checksum(set.array(), [2, 3]))
        set.array()
    }

    private static int checksum(byte[] bytes, List<Integer> without) {
        int sum = 0
        for (int i = 0; i < bytes.length; i++) {
            if (!(i in without)) {
                sum = ((sum << 15 | sum >>> 1) + (bytes[i] & 0xff)) & 0xffff
            }
        }
        sum
    }

    private List<ByteBuffer> entries(int cluster) {
        (0..<clusterBytes.intdiv(ENTRY)).collect { bytes(at(cluster) + it * ENTRY, ENTRY) }
    }

    private long at(int cluster) {
        heapBytes + (cluster - 2L) * clusterBytes
    }

    private ByteBuffer bytes(long offset, int count) {
        byte[] read = new byte[count]
        device.seek(offset)
        device.readFully(read)
        ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN)
    }

    private void fill(long offset, byte[] content) {
        device.seek(offset)
        device.write(content)
    }
}
