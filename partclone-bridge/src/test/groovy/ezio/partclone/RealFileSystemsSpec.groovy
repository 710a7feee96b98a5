package ezio.partclone

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.ChannelDevice
import ezio.core.disk.LoopDevice
import ezio.core.disk.RealFileSystem
import ezio.core.extent.ExtentMap
import ezio.core.image.ImageSource
import ezio.core.image.RawImage
import ezio.core.image.SliceImage
import ezio.core.swarm.SwarmFixture
import ezio.core.swarm.SwarmNode
import ezio.core.torrent.TorrentSpec
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** File systems with files in them, read by partclone and carried by us onto another device, which is full of garbage. */
@Timeout(90)
class RealFileSystemsSpec extends Specification {

    static final int BUFFER_BYTES = 16 << 20

    @TempDir
    Path home

    // Closed last to first.
    private final List<AutoCloseable> opened = []

    def cleanup() {
        opened.reverseEach { it.close() }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    def "a used #fs.partcloneName file system gets whole onto another device"() {
        given:
        def source = open(LoopDevice.create(home.resolve('source.img'), fs.sizeBytes)).path()
        fs.make(source, home)
        def files = fs.hashes(source, home)

        when: 'partclone writes a torrent.info, and the slices'
        def both = ['-t', '-T'].collect { mode -> CompletableFuture.supplyAsync { partclone(fs, mode, source) } }*.join()
        def info = TorrentInfoFile.read(both[0].resolve('torrent.info'))
        def torrent = info.draft('sda1').toSpec()

        then:
        files.keySet() == RealFileSystem.FILES.collect { 'directory/' + it }.toSet()
        Files.readString(both[1].resolve('torrent.info')) == Files.readString(both[0].resolve('torrent.info'))
        torrent.infoHash().hex() == libtorrentInfoHash(both[0].resolve('torrent.info'))
        torrent.pieceCount() >= 2

        when: 'the raw device is seeded, and restored onto another device'
        def device = open(LoopDevice.attach(garbage('device.img', fs.sizeBytes))).path()
        carry(torrent, raw(source, torrent), device)

        and: 'the slices are seeded, and restored onto a file'
        def file = garbage('file.img', fs.sizeBytes)
        carry(torrent, SliceImage.openForReading(both[1], torrent.extents()), file)

        then:
        [device, file].every { differences(source, it, torrent.extents()) == [] }

        when: 'a file system with the same id is nowhere else'
        opened.remove(0).close()
        fs.check(device)

        then:
        fs.hashes(device, home) == files

        where:
        fs << RealFileSystem.values().toList()
    }

    private Path partclone(RealFileSystem fs, String mode, Path source) {
        // Fresh: with an option or two more, partclone empties what it is given.
        def directory = home.resolve("partclone$mode")
        run("partclone.${fs.partcloneName}", '-q', '-f', 0, '-c', mode, '--buffer_size', BUFFER_BYTES, '-L', "${directory}.log",
                '-s', source, '-o', directory)
        directory
    }

    private String libtorrentInfoHash(Path info) {
        def script = home.resolve('create_torrent.py')
        RealFileSystemsSpec.getResourceAsStream('create_torrent.py').withCloseable { Files.copy(it, script) }
        run('/usr/bin/python3', '-W', 'ignore', script, 'sda1', info)
    }

    private Path garbage(String name, long sizeBytes) {
        def file = home.resolve(name)
        byte[] bytes = new byte[1 << 20]
        new Random(11).nextBytes(bytes)
        Files.newOutputStream(file).withCloseable { out -> (sizeBytes >> 20).times { out.write(bytes) } }
        file
    }

    private static RawImage raw(Path source, TorrentSpec torrent) {
        new RawImage(ChannelDevice.openForReading(source), torrent.extents())
    }

    /** Seeds the image, checked first, and restores it. */
    private static void carry(TorrentSpec torrent, ImageSource image, Path target) {
        SwarmNode.start(SwarmFixture.SETTINGS).withCloseable { seeder ->
            def seed = seeder.seed(torrent, image, true)
            SwarmNode.start(SwarmFixture.SETTINGS).withCloseable { node ->
                def open = new RawImage(ChannelDevice.openForWriting(target), torrent.extents())
                def restore = node.restore(torrent, open, false)
                SwarmFixture.await(seed)
                restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, seeder.port()))
                SwarmFixture.await(restore)
                assert restore.status().isComplete()
            }
        }
    }

    /** Returns the extents whose bytes are not the same on both. */
    private static List<?> differences(Path one, Path other, ExtentMap extents) {
        ChannelDevice.openForReading(one).withCloseable { a ->
            ChannelDevice.openForReading(other).withCloseable { b ->
                extents.extents().findAll { bytes(a, it) != bytes(b, it) }
            }
        }
    }

    private static ByteBuffer bytes(ChannelDevice device, extent) {
        def buffer = ByteBuffer.allocate((int) extent.lengthBytes())
        device.read(extent.offsetBytes(), buffer)
        buffer.flip()
    }
}
