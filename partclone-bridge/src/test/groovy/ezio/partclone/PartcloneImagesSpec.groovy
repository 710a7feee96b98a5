package ezio.partclone

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.ChannelDevice
import ezio.core.disk.LoopDevice
import ezio.core.disk.RealFileSystem
import ezio.core.image.ExcerptImage
import ezio.core.image.RawImage
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.core.torrent.ImageCheck
import ezio.core.torrent.PieceLength
import ezio.partclone.image.ExtentCut
import ezio.partclone.image.ImageTorrent
import ezio.partclone.image.PartitionImage
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The images that partclone makes of file systems with files in them are the same to us as the devices. */
@Timeout(120)
class PartcloneImagesSpec extends Specification {

    static final int BUFFER_BYTES = 16 << 20

    @TempDir
    Path home

    private void partclone(RealFileSystem fs, Object... options) {
        run("partclone.${fs.partcloneName}", '-q', '-f', 0, '-c', '-L', home.resolve('log'), *options)
    }

    def "an image of #fs.partcloneName, packed as #suffix and split, is the device on its used blocks"() {
        given: 'a file system, what partclone says of it, and its image'
        def loop = LoopDevice.create(home.resolve('source.img'), fs.sizeBytes)
        fs.make(loop.path(), home)
        def info = home.resolve('info')
        partclone(fs, '-t', '--buffer_size', BUFFER_BYTES, '-s', loop.path(), '-o', info)
        partclone(fs, '-z', 10485760, '-s', loop.path(), '-o', home.resolve('image'))
        loop.close()
        def theirs = TorrentInfoFile.read(info.resolve('torrent.info'))
        def path = home.resolve("sda1.${fs.partcloneName}-ptcl-img.$suffix")
        Files.write(path, Tools.pipe(Files.readAllBytes(home.resolve('image')), packer))
        Tools.split(path, 600_000)

        when: 'one pass makes the torrent and a raw image'
        def image = PartitionImage.open(path)
        def extents = image.extents(ExtentCut.DEVICE, BUFFER_BYTES)
        def rebuilt = home.resolve('rebuilt.img')
        def raw = new RawImage(ChannelDevice.createFile(rebuilt, fs.sizeBytes), extents)
        def torrent = new ImageTorrent(image, ExtentCut.DEVICE, BUFFER_BYTES).make('sda1',
                OptionalInt.of(PieceLength.PARTCLONE), [raw], 2, ProgressListener.NONE, new CancelToken()).toSpec()
        raw.close()

        then: 'extents, hashes and info-hash are those that partclone finds on the device'
        extents == theirs.extents()
        torrent.infoHash() == theirs.draft('sda1').toSpec().infoHash()

        and: 'every used byte is the one of the device'
        differences(home.resolve('source.img'), rebuilt, extents) == []

        and: 'what is not packed is the same where it is'
        inPlace(home.resolve('image'), torrent).good

        where:
        fs                   | packer               | suffix
        RealFileSystem.EXT4  | ['zstd', '-q', '-c'] | 'zst'
        RealFileSystem.XFS   | ['gzip', '-1', '-c'] | 'gz'
        RealFileSystem.BTRFS | ['lz4', '-q', '-c']  | 'lz4'
        RealFileSystem.F2FS  | ['xz', '-0', '-c']   | 'xz'
        RealFileSystem.FAT32 | ['lzip', '-0', '-c'] | 'lzip'
        RealFileSystem.EXFAT | ['bzip2', '-c']      | 'bz2'
        RealFileSystem.NTFS  | ['lzma', '-0', '-c'] | 'lzma'
    }

    private static ImageCheck inPlace(Path path, def torrent) {
        def image = PartitionImage.open(path)
        new ExcerptImage(image.openInPlace(image.mergedExtents()), torrent.extents()).withCloseable {
            ImageCheck.check(torrent, it, 2, ProgressListener.NONE, new CancelToken())
        }
    }

    private static List<String> differences(Path one, Path other, def extents) {
        def read = { Path path, long at, int length ->
            def bytes = ByteBuffer.allocate(length)
            ChannelDevice.openForReading(path).withCloseable { it.read(at, bytes) }
            bytes.array()
        }
        extents.extents().findAll {
            !Arrays.equals(read(one, it.offsetBytes(), (int) it.lengthBytes()), read(other, it.offsetBytes(), (int) it.lengthBytes()))
        }*.toString()
    }
}
