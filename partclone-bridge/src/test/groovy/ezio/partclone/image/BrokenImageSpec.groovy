package ezio.partclone.image

import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.partclone.Tools
import ezio.partclone.volume.BadVolume
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path

/** What is wrong with an image is said once, with its place. The data start at byte 117: 110 + 3 + 4. */
@Timeout(60)
class BrokenImageSpec extends Specification {

    static final int DATA = 117
    static final int BLOCK = 512

    @TempDir
    Path dir

    private static void check(Path file) {
        ImageCopy.check(PartitionImage.open(file), ProgressListener.NONE, new CancelToken())
    }

    private static byte[] good() {
        new PartcloneFile().bytes()
    }

    private static byte[] flipped(int at, byte[] bytes = good()) {
        bytes[at] ^= 0x10
        bytes
    }

    private static byte[] cut(int length, byte[] bytes = good()) {
        Arrays.copyOf(bytes, length)
    }

    private static byte[] header(@DelegatesTo(ByteBuffer) Closure patch) {
        new PartcloneFile(patch: patch).bytes()
    }

    def "#why: #message"() {
        given:
        def file = Files.write(dir.resolve('x.img'), bytes)

        when:
        check(file)

        then:
        def refused = thrown(BadImage)
        refused.message == message.replace('FILE', file.toString())
        refused.kind() == Problem.Kind.INPUT

        where:
        why                             | bytes                                   || message
        'other bytes'                   | 'hello, world'.bytes                    || 'FILE is no partclone image'
        'zeros'                         | new byte[1000]                          || 'FILE is no partclone image'
        'a flipped bit in the magic'    | flipped(3)                              || 'FILE is no partclone image'
        'ntfsclone'                     | '\0ntfsclone-image'.bytes               || 'FILE is an image of ntfsclone, not of partclone'
        'partimage'                     | 'PaRtImAgE-VoLuMe'.bytes                || 'FILE is an image of partimage, not of partclone'
        'an unknown version'            | header { it.put(33, (byte) 0x33) }      || 'FILE is a partclone image of version 0003; 0001 and 0002 are read'
        'a version of odd bytes'        | header { it.put(30, (byte) 27) }        || 'FILE is a partclone image of version ?002; 0001 and 0002 are read'
        'a big-endian machine'          | header { it.putShort(34, (short) 0xdec0) } || 'FILE was made on a big-endian machine; only that can read it'
        'a flipped bit in the header'   | flipped(60)                             || 'FILE: the header is damaged: its checksum is 5f55b7cb, it says ce0817ff'
        'a flipped bit in its checksum' | flipped(106)                            || 'FILE: the header is damaged: its checksum is ce0817ff, it says ce0817ef'
        'blocks of 0 bytes'             | header { it.putInt(84, 0) }             || 'FILE: the header says blocks of 0 bytes; 1 to 67108864 are possible'
        'blocks of 128 MiB'             | header { it.putInt(84, 1 << 27) }       || 'FILE: the header says blocks of 134217728 bytes; 1 to 67108864 are possible'
        'blocks of 4 GiB'               | header { it.putInt(84, -1) }            || 'FILE: the header says blocks of 4294967295 bytes; 1 to 67108864 are possible'
        'no blocks'                     | header { it.putLong(60, 0) }            || 'FILE: the header says a number of blocks of 0; 1 to 2^36 are possible'
        '2^64 - 1 blocks'               | header { it.putLong(60, -1) }           || 'FILE: the header says a number of blocks of 18446744073709551615; 1 to 2^36 are possible'
        '2^40 blocks'                   | header { it.putLong(60, 1L << 40) }     || 'FILE: the header says a number of blocks of 1099511627776; 1 to 2^36 are possible'
        'more blocks than the device'   | header { it.putLong(60, 23) }           || 'FILE: the header says a device of 11264 bytes; its blocks need 11776'
        'more used blocks than blocks'  | header { it.putLong(76, 23) }           || 'FILE: the header says a number of used blocks of 23; there are only 22'
        'an unknown checksum'           | header { it.putShort(96, (short) 0x21) } || 'FILE: the header says checksum mode 0x21; it is unknown'
        'a wrong checksum size'         | header { it.putShort(98, (short) 16) }  || 'FILE: the header says checksums of 16 bytes; CRC32 has 4'
        'a checksum after 0 blocks'     | header { it.putInt(100, 0) }            || 'FILE: the header says checksums of 0 blocks each; 1 or more are possible'
        'an unknown bitmap'             | header { it.put(105, (byte) 0xfe) }     || 'FILE: the header says bitmap mode 254; it is unknown'
        'the end in the header'         | cut(100)                                || 'FILE at byte 100: the image ends in its header'
        'the end in a header of old'    | cut(4159, new PartcloneFile(version: 1).bytes()) || 'FILE at byte 4159: the image ends in its header'
        'the end in the bitmap'         | cut(112)                                || 'FILE at byte 112: the image ends in its list of used blocks'
        'the end in its checksum'       | cut(115)                                || 'FILE at byte 115: the image ends in its list of used blocks'
        'the end in a bitmap of old'    | cut(4170, new PartcloneFile(version: 1).bytes()) || 'FILE at byte 4170: the image ends in its list of used blocks'
        'the end in the magic'          | cut(4186, new PartcloneFile(version: 1).bytes()) || 'FILE at byte 4186: the image ends in its list of used blocks'
        'a flipped bit in the magic'    | flipped(4183, new PartcloneFile(version: 1).bytes()) || 'FILE at byte 4182: the list of used blocks does not end in "BiTmAgIc"'
        'the end before the data'       | cut(DATA)                               || 'FILE at byte 117: the image ends after 0 of 14 used blocks'
        'the end in the data'           | cut(DATA + 3 * BLOCK + 4 + 2 * BLOCK + 9) || 'FILE at byte 2690: the image ends after 5 of 14 used blocks'
        'the end in a checksum'         | cut(DATA + 3 * BLOCK + 2)               || 'FILE at byte 1655: the image ends after 3 of 14 used blocks'
        'the end in the last checksum'  | cut(good().length - 1)                  || "FILE at byte ${good().length - 1}: the image ends after 14 of 14 used blocks"
        'more at the end'               | cut(good().length + 1)                  || "FILE at byte ${good().length}: the last used block ends here, but more bytes follow"
    }

    def "#why: the message has both checksums"() {
        given:
        def file = Files.write(dir.resolve('x.img'), bytes)

        when:
        check(file)

        then:
        def refused = thrown(BadImage)
        refused.message == "$file at byte $message".toString()

        where:
        why                                 | bytes                            || message
        'a bit in the bitmap'               | flipped(111)                     || '110: the list of used blocks is damaged: its checksum is d43fbc84, the image says 9efdaed5'
        'a bit in its checksum'             | flipped(113)                     || '110: the list of used blocks is damaged: its checksum is 9efdaed5, the image says 9efdaec5'
        'a byte of a bitmap in bytes'       | new PartcloneFile(bitmapMode: 8).bytes().tap { it[112] = 1 } || '110: the list of used blocks is damaged: its checksum is 99f40609, the image says 9efdaed5'
        'a bit in the first strip'          | flipped(DATA)                    || '117: used blocks 0 to 2 are damaged: their CRC32 is d29f6734, the image says e9700f22'
        'a bit in the second strip'         | flipped(DATA + 3 * BLOCK + 4)    || '1657: used blocks 3 to 5 are damaged: their CRC32 is 10d9a2a4, the image says 2b36cab2'
        'a bit in its checksum'             | flipped(DATA + 6 * BLOCK + 4)    || '1657: used blocks 3 to 5 are damaged: their CRC32 is 2b36cab2, the image says 3b36cab2'
        'a bit in the last, partial strip'  | flipped(good().length - 5)       || '6277: used blocks 12 to 13 are damaged: their CRC32 is b1c65a01, the image says d5d6ed1c'
        'a bit under XXH64'                 | flipped(DATA, new PartcloneFile(checksumMode: 0x30).bytes()) || '117: used blocks 0 to 2 are damaged: their XXH64 is 176f7af7fc18e63e, the image says ca515d877ad4aadb'
        'a bit under XXH128'                | flipped(DATA, new PartcloneFile(checksumMode: 0x31).bytes()) || '117: used blocks 0 to 2 are damaged: their XXH128 is c617a818021e5e75dbd02f77f6b4f4da, the image says 90832a4031023d2ced39423384a153fb'
        'the first byte in version 1'       | flipped(4190, new PartcloneFile(version: 1).bytes()) || '4190: used blocks 0 to 0 are damaged: their CRC32 (0001) is f20d03de, the image says 00391a7c'
    }

    def "each bit of the header is covered by its checksum"() {
        given:
        byte[] bytes = good()

        expect:
        (0..<106 * 8).every { bit ->
            bytes[bit >> 3] ^= (byte) (1 << (bit & 7))
            def file = Files.write(dir.resolve('x.img'), bytes)
            bytes[bit >> 3] ^= (byte) (1 << (bit & 7))
            try {
                PartitionImage.open(file)
                false
            } catch (BadImage refused) {
                refused.message.startsWith(file.toString())
            }
        }
    }

    def "a packed image that is damaged names the volume and a byte in it: #pattern"() {
        given:
        def path = dir.resolve('sda1.ext4-ptcl-img.gz')
        Files.write(path, Tools.pipe(bytes, ['gzip', '-c']))
        Tools.split(path, 1000)

        when:
        check(path)

        then:
        def refused = thrown(Problem)
        refused.message ==~ /\Q$path\E\.a[a-z] / + pattern

        where:
        bytes                              || pattern
        flipped(DATA)                      || /near byte \d+: used blocks 0 to 2 are damaged: .*/
        cut(3000)                          || /near byte \d+: the image ends after 5 of 14 used blocks/
        cut(good().length - 1)             || /near byte \d+: the image ends in the checksum of its last blocks/
        cut(good().length + 1)             || /near byte \d+: the last used block ends here, but more bytes follow/
    }

    def "a packed image whose volume #name is missing says so"() {
        given:
        def path = dir.resolve('sda1.ext4-ptcl-img.gz')
        Files.write(path, Tools.pipe(good(), ['gzip', '-c']))
        Tools.split(path, 700)
        Files.delete(dir.resolve("sda1.ext4-ptcl-img.gz.$name"))

        when:
        check(path)

        then:
        def refused = thrown(BadVolume)
        refused.volume().fileName.toString() == "sda1.ext4-ptcl-img.gz.$name"
        refused.message.contains('is missing')

        where:
        name << ['ab', 'ac']
    }

    def "absurd sizes allocate nothing: #blocks blocks"() {
        given:
        byte[] bytes = new PartcloneFile(deviceBytes: Long.MAX_VALUE, patch: { it.putLong(60, blocks) }).bytes()
        def file = Files.write(dir.resolve('x.img'), bytes)
        def threads = java.lang.management.ManagementFactory.threadMXBean as com.sun.management.ThreadMXBean
        long before = threads.currentThreadAllocatedBytes

        when:
        check(file)

        then:
        def refused = thrown(BadImage)
        threads.currentThreadAllocatedBytes - before < 4 << 20
        refused.message == "$file at byte ${bytes.length}: the image ends in its list of used blocks"

        where:
        blocks << [1L << 30, 1L << 36]
    }
}
