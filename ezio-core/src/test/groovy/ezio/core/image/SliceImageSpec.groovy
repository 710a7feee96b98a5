package ezio.core.image

import ezio.core.disk.DeviceFailure
import ezio.core.disk.SystemTool
import ezio.core.extent.Extent
import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

class SliceImageSpec extends Specification {

    static final ExtentMap EXTENTS = ExtentMap.of([new Extent(0, 4), new Extent(0x1000, 3), new Extent(0x10000, 5)])
    static final List<String> NAMES = [
        '00000000000000000000000000000000',
        '00000000000000000000000000001000',
        '00000000000000000000000000010000',
    ]

    @TempDir
    Path dir

    def "makes one file for each extent, named by its offset, of its length"() {
        given:
        def slices = dir.resolve('a/b/root')

        when:
        SliceImage.create(slices, EXTENTS).close()

        then:
        Files.list(slices).map { it.fileName.toString() }.sorted().toList() == NAMES
        NAMES.collect { Files.size(slices.resolve(it)) } == [4, 3, 5]
    }

    def "the slice at #offset is #name"() {
        expect:
        SliceImage.sliceName(offset) == name

        where:
        offset         || name
        0              || '00000000000000000000000000000000'
        1L << 20       || '00000000000000000000000000100000'
        Long.MAX_VALUE || '00000000000000007fffffffffffffff'
    }

    def "writes the stream to its slices and reads it back"() {
        given:
        def image = SliceImage.create(dir, EXTENTS)
        def back = ByteBuffer.allocate(12)

        when:
        image.write(0, ByteBuffer.wrap([1, 2] as byte[]))
        image.write(2, ByteBuffer.wrap([3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as byte[]))
        image.sync()
        image.read(0, back)

        then:
        back.array() == (1..12) as byte[]
        NAMES.collect { Files.readAllBytes(dir.resolve(it)).toList() } == [[1, 2, 3, 4], [5, 6, 7], [8, 9, 10, 11, 12]]
        image.name() == dir.toString()

        cleanup:
        image?.close()
    }

    def "keeps slices of the right length, and files that are not its own"() {
        given:
        Files.write(dir.resolve(NAMES[1]), [7, 7, 7] as byte[])
        Files.writeString(dir.resolve('torrent.info'), 'mine')
        Files.writeString(dir.resolve('00000000000000000000000000002000'), 'mine too')

        when:
        SliceImage.create(dir, EXTENTS).close()

        then:
        Files.readAllBytes(dir.resolve(NAMES[1])) == [7, 7, 7] as byte[]
        Files.readString(dir.resolve('torrent.info')) == 'mine'
        Files.readString(dir.resolve('00000000000000000000000000002000')) == 'mine too'
        Files.size(dir.resolve(NAMES[2])) == 5
    }

    def "does not #open a directory in which #why"() {
        given:
        [4, 3, 5].eachWithIndex { size, i -> Files.write(dir.resolve(NAMES[i]), new byte[size]) }
        change(dir)

        when:
        SliceImage."$open"(dir, EXTENTS)

        then:
        def problem = thrown(SliceProblem)
        problem.kind() == Problem.Kind.INPUT
        problem.message == "$dir/$words".toString()
        problem.slice() == dir.resolve(words.substring(0, 32))
        problem.wrongCount() == count
        problem.remedy().get() == (open == 'create'
                ? 'choose another directory, or remove what is there'
                : 'is this the directory of that torrent?')

        where:
        why                         | open             | change                      || count | words
        'a slice is missing'        | 'openForReading' | { delete(it, 1) }           || 1     | "${NAMES[1]} is missing"
        'two slices are missing'    | 'openForReading' | { delete(it, 1, 2) }        || 2     | "${NAMES[1]} is missing; 2 of 3 slices are wrong"
        'a slice is too long'       | 'openForReading' | { resize(it, 2, 6) }        || 1     | "${NAMES[2]} has 6 bytes, its torrent says 5"
        'two are wrong, one of each'| 'openForReading' | { resize(it, 2, 6); delete(it, 0) } || 2 | "${NAMES[0]} is missing; 2 of 3 slices are wrong"
        'a slice is too short'      | 'create'         | { resize(it, 1, 2) }        || 1     | "${NAMES[1]} has 2 bytes, its torrent says 3"
        'a slice is a link'         | 'create'         | { delete(it, 0); link(it, 0) } || 1  | "${NAMES[0]} is not a regular file"
        'a slice is a link '        | 'openForReading' | { delete(it, 0); link(it, 0) } || 1  | "${NAMES[0]} is not a regular file"
        'a slice is a directory'    | 'create'         | { delete(it, 2); Files.createDirectory(it.resolve(NAMES[2])) } || 1 | "${NAMES[2]} is not a regular file"
    }

    def "makes nothing where something is wrong"() {
        given:
        resize(dir, 2, 1)

        when:
        SliceImage.create(dir, EXTENTS)

        then:
        thrown(SliceProblem)
        Files.list(dir).toList() == [dir.resolve(NAMES[2])]
    }

    def "does not write what was opened for reading"() {
        given:
        SliceImage.create(dir, EXTENTS).close()
        def image = SliceImage.openForReading(dir, EXTENTS)

        when:
        image.write(5, ByteBuffer.allocate(1))

        then:
        def failure = thrown(DeviceFailure)
        failure.message == "cannot write $dir/${NAMES[1]} at 0x1, 1 bytes: it was opened for reading".toString()

        cleanup:
        image?.close()
    }

    def "a directory that cannot be made is one clear error"() {
        given:
        Files.writeString(dir.resolve('file'), '')

        when:
        SliceImage.create(dir.resolve('file/slices'), EXTENTS)

        then:
        def failure = thrown(DeviceFailure)
        failure.message == "cannot open $dir/file/slices: no such file or device".toString()
    }

    def "a full file system is a failed write that names the slice, and nothing is taken for synced"() {
        given:
        def mount = Files.createDirectory(dir.resolve('small'))
        SystemTool.run('mount', '-t', 'tmpfs', '-o', 'size=512k', 'none', mount)
        def image = SliceImage.create(mount.resolve('root'), ExtentMap.of([new Extent(0, 100), new Extent(4096, 4 << 20)]))

        when:
        image.write(0, ByteBuffer.allocate(2 << 20))

        then:
        def failure = thrown(DeviceFailure)
        failure.operation() == DeviceFailure.Operation.WRITE
        failure.message ==~ /cannot write \Q$mount\E\/root\/0{28}1000 at 0x\p{XDigit}+, \d+ bytes: No space left on device/

        cleanup:
        image?.close()
        SystemTool.run('umount', mount)
    }

    def "a slice that was taken away is a failed sync, now and later"() {
        given:
        def image = SliceImage.create(dir, extentsOf(400, 1))
        image.write(0, ByteBuffer.allocate(400))
        Files.delete(dir.resolve(NAMES[0]))
        def messages = []

        when:
        2.times {
            try {
                image.sync()
            } catch (DeviceFailure e) {
                messages << e.message
            }
        }

        then: 'the slices used last are still open, the first has to be opened again'
        messages == ["cannot open $dir/${NAMES[0]}: no such file or device".toString()] * 2

        cleanup:
        image?.close()
    }

    def "syncs for a thread that is interrupted"() {
        given:
        def image = SliceImage.create(dir, EXTENTS)

        when:
        Thread.currentThread().interrupt()
        image.write(0, ByteBuffer.allocate(12))
        image.sync()
        def isInterrupted = Thread.interrupted()

        then:
        isInterrupted

        cleanup:
        Thread.interrupted()
        image?.close()
    }

    @Timeout(120)
    def "serves 20,000 slices, of which it keeps 256 open"() {
        given:
        def extents = extentsOf(20_000, 2)
        def random = new Random(8)
        byte[] bytes = new byte[40_000]
        random.nextBytes(bytes)

        when:
        def image = SliceImage.create(dir, extents)
        image.write(0, ByteBuffer.wrap(bytes))
        def back = ByteBuffer.allocate(40_000)
        image.read(0, back)

        then:
        back.array() == bytes
        image.@slices.openCount() == 256
        openFilesIn(dir) == 512

        when:
        image.close()

        then:
        openFilesIn(dir) == 0

        when:
        def again = SliceImage.openForReading(dir, extents)
        100.times {
            int at = random.nextInt(39_000)
            def part = ByteBuffer.allocate(1000)
            again.read(at, part)
            assert part.array() == bytes[at..<at + 1000] as byte[]
        }

        then:
        noExceptionThrown()

        cleanup:
        again?.close()
    }

    @Timeout(60)
    def "several threads use more slices than are kept open, each sees its own bytes"() {
        given:
        def image = SliceImage.create(dir, extentsOf(1_000, 16))
        def pool = Executors.newFixedThreadPool(4)

        when:
        def results = (0..3).collect { thread ->
            pool.submit({
                def random = new Random(thread)
                (0..<1_500).every {
                    // Thread t owns every fourth slice.
                    int slice = random.nextInt(250) * 4 + thread
                    byte[] bytes = new byte[16]
                    random.nextBytes(bytes)
                    image.write(slice * 16, ByteBuffer.wrap(bytes))
                    def back = ByteBuffer.allocate(16)
                    image.read(slice * 16, back)
                    back.array() == bytes
                }
            } as Callable)
        }*.get()
        image.sync()

        then:
        results == [true] * 4
        openFilesIn(dir) <= 512

        cleanup:
        pool?.shutdownNow()
        image?.close()
    }

    def "is closed twice without harm"() {
        given:
        def image = SliceImage.create(dir, EXTENTS)

        when:
        image.close()
        image.close()

        then:
        noExceptionThrown()
    }

    private static ExtentMap extentsOf(int count, int length) {
        def builder = ExtentMap.builder()
        count.times { builder.add(it * 4096L, length) }
        return builder.build()
    }

    private static int openFilesIn(Path dir) {
        Files.list(Path.of('/proc/self/fd')).filter {
            try {
                Files.readSymbolicLink(it).startsWith(dir)
            } catch (IOException e) {
                false
            }
        }.count()
    }

    private static void delete(Path dir, int... slices) {
        slices.each { Files.delete(dir.resolve(NAMES[it])) }
    }

    private static void resize(Path dir, int slice, int size) {
        Files.write(dir.resolve(NAMES[slice]), new byte[size])
    }

    private static void link(Path dir, int slice) {
        Files.write(dir.resolve('elsewhere'), new byte[4])
        Files.createSymbolicLink(dir.resolve(NAMES[slice]), dir.resolve('elsewhere'))
    }
}
