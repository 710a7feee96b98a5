package ezio.partclone.image

import ezio.core.extent.ExtentMap
import ezio.partclone.Tools
import groovy.transform.CompileStatic

import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * Writes partclone images byte by byte, from the description of the format and without any code of the reader's, in all
 * variants, also those that the partclone of the system cannot write.
 */
class PartcloneFile {

    int version = 2
    int blockBytes = 512
    /** One letter a block: "#" for used, "." for unused. */
    String map = '##..#.#######....###.#'
    int checksumMode = 0x20
    int blocksPerChecksum = 3
    boolean reseed = true
    int bitmapMode = 1
    /** Where version 1, or version 2 with a byte a block, has the magic of partclone's reader. */
    boolean bitmapMagic = false
    /** Bytes of each checksum in version 1. */
    int wideBytes = 4
    long deviceBytes = -1
    String fileSystem = 'EXTFS'
    Closure<Void> patch = { ByteBuffer header -> }

    byte[] device

    PartcloneFile withDevice() {
        device = Tools.content(map.length() * blockBytes, map.hashCode())
        // Each block differs from each other.
        (0..<map.length()).each { device[it * blockBytes] = (byte) (it + 1) }
        this
    }

    List<Integer> usedBlocks() {
        (0..<map.length()).findAll { map[it] == '#' }
    }

    /** Returns what the image must be as a stream. */
    byte[] stream() {
        def out = new ByteArrayOutputStream()
        usedBlocks().each { out.write(device, it * blockBytes, blockBytes) }
        out.toByteArray()
    }

    /** Returns what the image must be on an empty partition. */
    byte[] deviceWithoutUnused() {
        byte[] bytes = new byte[device.length]
        usedBlocks().each { System.arraycopy(device, it * blockBytes, bytes, it * blockBytes, blockBytes) }
        bytes
    }

    byte[] bytes() {
        if (device == null) {
            withDevice()
        }
        def out = new ByteArrayOutputStream()
        out.writeBytes(version == 1 ? header1() : header2())
        out.writeBytes(bitmap())
        writeData(out)
        out.toByteArray()
    }

    int headerBytes() {
        version == 1 ? 4160 : 110
    }

    private byte[] header1() {
        def header = ByteBuffer.allocate(4160).order(ByteOrder.LITTLE_ENDIAN)
        header.put('partclone-image'.bytes)
        header.put(15, fileSystem.bytes)
        header.put(30, '0001'.bytes)
        header.putInt(36, blockBytes).putLong(40, device())
        header.putLong(48, map.length()).putLong(56, usedBlocks().size())
        patch(header)
        header.array()
    }

    private byte[] header2() {
        def header = ByteBuffer.allocate(110).order(ByteOrder.LITTLE_ENDIAN)
        header.put('partclone-image'.bytes)
        header.put(16, '0.3.99'.bytes)
        header.put(30, '0002'.bytes)
        header.putShort(34, (short) 0xc0de)
        header.put(36, fileSystem.bytes)
        header.putLong(52, device()).putLong(60, map.length())
        header.putLong(68, usedBlocks().size()).putLong(76, usedBlocks().size())
        header.putInt(84, blockBytes).putInt(88, 18).putShort(92, (short) 2).putShort(94, (short) 64)
        header.putShort(96, (short) checksumMode).putShort(98, (short) checksumBytes())
        header.putInt(100, blocksPerChecksum)
        header.put(104, (byte) (reseed ? 1 : 0)).put(105, (byte) bitmapMode)
        patch(header)
        header.putInt(106, crc32(0xffffffff as int, header.array(), 0, 106))
        header.array()
    }

    private long device() {
        deviceBytes < 0 ? (long) map.length() * blockBytes : deviceBytes
    }

    private int checksumBytes() {
        [0x00: 0, 0x20: 4, 0x30: 8, 0x31: 16, 0xff: 4][checksumMode] ?: 0
    }

    private byte[] bits() {
        byte[] bits = new byte[(map.length() + 7).intdiv(8)]
        usedBlocks().each { bits[it >> 3] |= (byte) (1 << (it & 7)) }
        bits
    }

    private byte[] bitmap() {
        byte[] magic = 'BiTmAgIc'.bytes
        byte[] bytes = map.collect { it == '#' ? 1 : 0 } as byte[]
        byte[] crc = int32(crc32(0xffffffff as int, bits(), 0, bits().length))
        if (version == 1) {
            return concat(bytes, magic)
        }
        switch (bitmapMode) {
            case 0: return new byte[0]
            case 1: return concat(bits(), crc)
            default: return concat(bytes, bitmapMagic ? magic : crc)
        }
    }

    private void writeData(ByteArrayOutputStream out) {
        def used = usedBlocks()
        long perChecksum = version == 1 ? 1 : checksumMode == 0 ? Long.MAX_VALUE : Integer.toUnsignedLong(blocksPerChecksum)
        boolean startsAnew = version == 1 ? false : reseed
        def covered = new ByteArrayOutputStream()
        used.eachWithIndex { int block, int i ->
            out.write(device, block * blockBytes, blockBytes)
            covered.write(device, block * blockBytes, blockBytes)
            boolean isFull = (i + 1) % perChecksum == 0
            if ((isFull || i == used.size() - 1) && (version == 1 || checksumMode != 0)) {
                out.writeBytes(checksum(covered.toByteArray()))
                if (startsAnew) {
                    covered.reset()
                }
            }
        }
    }

    private byte[] checksum(byte[] covered) {
        if (version == 1 || checksumMode == 0xff) {
            int crc = 0xffffffff as int
            for (int block = 0; block < covered.length; block += blockBytes) {
                byte[] first = new byte[blockBytes]
                Arrays.fill(first, covered[block])
                crc = crc32(crc, first, 0, blockBytes)
            }
            return concat(int32(crc), new byte[version == 1 ? wideBytes - 4 : 0])
        }
        switch (checksumMode) {
            case 0x20: return int32(crc32(0xffffffff as int, covered, 0, covered.length))
            case 0x30: return xxhsum('-H1', covered)
            default: return xxhsum('-H2', covered)
        }
    }

    // xxhsum prints the most significant digit first, the image begins with the least.
    private static byte[] xxhsum(String variant, byte[] bytes) {
        HexFormat.of().parseHex(new String(Tools.pipe(bytes, ['xxhsum', variant])).split(' ')[0]).reverse()
    }

    private static byte[] int32(int value) {
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array()
    }

    @CompileStatic
    static int crc32(int seed, byte[] bytes, int start, int length) {
        int crc = seed
        for (int i = start; i < start + length; i++) {
            crc ^= bytes[i] & 0xff
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) != 0 ? (int) 0xEDB88320L : 0)
            }
        }
        crc
    }

    static byte[] concat(byte[]... parts) {
        def out = new ByteArrayOutputStream()
        parts.each { out.writeBytes(it) }
        out.toByteArray()
    }

    /** Returns extents written as "first+count first+count …", in blocks. */
    static ExtentMap extents(String text, int blockBytes) {
        def builder = ExtentMap.builder()
        text.split(' ').each {
            def (first, count) = it.split(/\+/)*.toLong()
            builder.add(first * blockBytes, count * blockBytes)
        }
        builder.build()
    }
}
