package ezio.partclone.cache

import ezio.core.disk.DeviceFailure
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.progress.Progress
import ezio.partclone.Tools
import ezio.partclone.image.BadImage
import ezio.partclone.image.PartcloneFile
import ezio.partclone.image.PartitionImage
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Instant
import java.util.concurrent.CancellationException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import java.util.concurrent.CountDownLatch

@Timeout(60)
class ImageCacheSpec extends Specification {

    static final int PIECE = 16 << 10

    @TempDir
    Path dir

    Path packed
    PartcloneFile written = new PartcloneFile(blockBytes: 4096, map: '##..#.###' * 100)
    ImageCache cache
    def heard = []
    def cancel = new CancelToken()
    Closure onWait = {}
    Closure onUnpack = {}

    def listener = new ImageCache.Listener() {
        @Override
        void waiting(Path file) {
            heard << 'waiting'
            onWait()
        }

        @Override
        void unpacking(Path file, long totalBytes) {
            heard << "unpacking $totalBytes bytes".toString()
            onUnpack()
        }

        @Override
        void progressed(Progress now) {}
    }

    def setup() {
        cache = new ImageCache(dir.resolve('cache/images'))
        packed = dir.resolve('sda1.ext4-ptcl-img.gz')
        pack(written.bytes())
    }

    private void pack(byte[] bytes) {
        Files.write(packed, Tools.pipe(bytes, ['gzip', '-1', '-c']))
    }

    private CachedImage open(Path path = packed, CancelToken token = cancel) {
        cache.open(PartitionImage.open(path).measured(token), PIECE, 2, listener, token)
    }

    private static String digest(CachedImage cached) {
        Tools.digest {
            def bytes = ByteBuffer.allocate((int) cached.source().extents().totalBytes())
            cached.source().withCloseable { it.read(0, bytes) }
            bytes.array()
        }
    }

    private List<String> files() {
        Files.list(dir.resolve('cache/images')).withCloseable { it.toList() }
                .collect { it.fileName.toString().replaceFirst(/.*-[0-9a-f]{16}\./, '') }.sort()
    }

    private void damage(Path file, boolean keepTime) {
        def time = Files.getLastModifiedTime(file)
        byte[] bytes = Files.readAllBytes(file)
        bytes[9999] ^= 1
        Files.write(file, bytes)
        Files.setLastModifiedTime(file, keepTime ? time : FileTime.from(Instant.now().plusSeconds(5)))
    }

    def "an image is unpacked once, and used again"() {
        when:
        def first = open()

        then:
        first.isNew()
        heard == ["unpacking ${written.stream().length} bytes"]
        digest(first) == Tools.digest { written.stream() }
        first.source().extents() == PartitionImage.open(packed).mergedExtents()
        first.source().name() == packed.toString()
        files() == ['blocks', 'lock', 'record']

        when:
        def again = open()

        then:
        !again.isNew()
        heard.size() == 1
        again.file() == first.file()
        again.hashes() == first.hashes()
        again.pieceLengthBytes() == PIECE
        again.isIntact(2, {}, cancel)
        digest(again) == Tools.digest { written.stream() }
    }

    def "it is unpacked again when #why"() {
        given:
        def first = open()
        first.source().close()
        def other = new PartcloneFile(blockBytes: 4096, map: '#.' * 300).withDevice()

        when:
        change(this, first.file())
        def again = open()

        then:
        again.isNew()
        digest(again) == Tools.digest { (why == 'the image is another one' ? other : written).stream() }
        files() == ['blocks', 'lock', 'record']

        where:
        why                                 | change
        'the image is another one'          | { it, blocks -> it.pack(new PartcloneFile(blockBytes: 4096, map: '#.' * 300).bytes()) }
        'the image was written to'          | { it, blocks -> Files.setLastModifiedTime(it.packed, FileTime.from(Instant.now().plusSeconds(5))) }
        'the file was written to'           | { it, blocks -> it.damage(blocks, false) }
        'the file was cut off'              | { it, blocks -> Files.write(blocks, Arrays.copyOf(Files.readAllBytes(blocks), 5000)) }
        'the file is gone'                  | { it, blocks -> Files.delete(blocks) }
        'there is no record'                | { it, blocks -> Files.delete(record(blocks)) }
        'the record is damaged'             | { it, blocks -> Files.write(record(blocks), Files.readAllBytes(record(blocks)).tap { b -> b[60] ^= 1 }) }
        'the record is cut off'             | { it, blocks -> Files.writeString(record(blocks), Files.readString(record(blocks))[0..<-9]) }
        'the record is empty'               | { it, blocks -> Files.write(record(blocks), new byte[0]) }
        'another one was killed on the way' | { it, blocks ->
            Files.delete(record(blocks))
            Files.write(Path.of(blocks.toString().replace('.blocks', '.partial')), new byte[9_000_000])
        }
        'it is to be forgotten'             | { it, blocks -> it.cache.discard(PartitionImage.open(it.packed), it.cancel) }
    }

    private static Path record(Path blocks) {
        Path.of(blocks.toString().replace('.blocks', '.record'))
    }

    def "damage that leaves no trace is found by reading"() {
        given:
        def first = open()
        first.source().close()
        damage(first.file(), true)

        when:
        def again = open()

        then:
        !again.isNew()
        !again.isIntact(2, {}, cancel)

        cleanup:
        again.source().close()
    }

    def "who has it open goes on reading when it is replaced"() {
        given:
        def first = open()
        cache.discard(PartitionImage.open(packed), cancel)

        expect:
        open().isNew()
        digest(first) == Tools.digest { written.stream() }
    }

    def "split volumes, and a packed raw image, are unpacked too"() {
        given:
        Tools.split(packed, 20_000)
        def raw = Files.write(dir.resolve('sda2.dd-ptcl-img.zst'), Tools.pipe(Tools.content(512 * 300 + 7), ['zstd', '-q', '-c']))

        expect:
        digest(open()) == Tools.digest { written.stream() }
        digest(open(raw)) == Tools.digest { Arrays.copyOf(Tools.content(512 * 300 + 7), 512 * 300) }
        heard == ["unpacking ${written.stream().length} bytes", "unpacking ${512 * 300} bytes"]
    }

    def "damage in the image leaves nothing"() {
        given:
        pack(written.bytes().tap { it[it.length - 5000] ^= 1 })

        when:
        open()

        then:
        thrown(BadImage)
        files() == ['lock']
    }

    def "a cancel leaves nothing"() {
        given:
        def image = PartitionImage.open(packed)
        onUnpack = { cancel.cancel() }

        when:
        cache.open(image, PIECE, 2, listener, cancel)

        then:
        thrown(CancellationException)
        files() == ['lock']
        !Thread.allStackTraces.keySet().any { it.name.startsWith('ezio-') && it.name != 'ezio-sync' }
    }

    def "too little space is said before anything is written"() {
        given: 'an image that says to be of 4 PiB'
        def blocks = 1L << 36
        pack(new PartcloneFile(bitmapMode: 0, map: '#', deviceBytes: Long.MAX_VALUE, patch: {
            it.putLong(60, blocks).putLong(76, blocks).putInt(84, 65536)
        }).bytes())

        when:
        open()

        then:
        def refused = thrown(CacheProblem)
        refused.kind() == Problem.Kind.DEVICE
        refused.message ==~ /\Q$dir\E\/cache\/images has \S+ \S+ free, \Q$packed\E needs 4 PiB there \([\d,]+ bytes more\)/
        refused.remedy().get() == 'name a directory on a larger disk with --cache-dir'
        files() == ['lock']
    }

    def "a directory that cannot be used is said"() {
        given:
        Files.write(dir.resolve('cache'), new byte[1])

        when:
        open()

        then:
        def refused = thrown(CacheProblem)
        refused.message ==~ /cannot write \Q$dir\E\/cache\/images: .*/
        refused.remedy().get() == 'name another directory with --cache-dir'
    }

    def "a file that becomes shorter while it is read is a failure that names it"() {
        given:
        def cached = open()
        Files.write(cached.file(), new byte[5000])

        when:
        cached.source().read(8192, ByteBuffer.allocate(100))

        then:
        def failure = thrown(DeviceFailure)
        failure.device() == cached.file().toString()

        cleanup:
        cached.source().close()
    }

    def "several threads that want the same make it once"() {
        when:
        def all = (1..4).collect { CompletableFuture.supplyAsync { open() } }*.join()

        then:
        all.count { it.isNew() } == 1
        all.every { digest(it) == Tools.digest { written.stream() } }
    }

    def "another process that makes it is waited for; a cancel ends that"() {
        given: 'a process with the lock'
        open().source().close()
        def lock = Files.list(dir.resolve('cache/images')).withCloseable { it.toList() }.find { it.toString().endsWith('.lock') }
        def other = new ProcessBuilder('python3', '-c', '''
import fcntl, sys
f = open(sys.argv[1], "w")
fcntl.lockf(f, fcntl.LOCK_EX)
print("taken", flush=True)
sys.stdin.read()
''', lock.toString()).start()
        def first = new BufferedReader(new InputStreamReader(other.inputStream)).readLine()
        assert first == 'taken'
        def waits = new CountDownLatch(1)
        onWait = { waits.countDown() }

        when:
        def token = new CancelToken()
        def cancelled = CompletableFuture.supplyAsync { open(packed, token) }
        waits.await()
        token.cancel()
        cancelled.join()

        then:
        def ended = thrown(CompletionException)
        ended.cause instanceof CancellationException

        when:
        onWait = { other.outputStream.close() }
        def opened = open()

        then:
        !opened.isNew()
        heard.count('waiting') == 2

        cleanup:
        opened?.source()?.close()
        other.destroy()
    }
}
