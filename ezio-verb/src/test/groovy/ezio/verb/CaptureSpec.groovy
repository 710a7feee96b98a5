package ezio.verb

import static ezio.core.disk.SystemTool.run

import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.core.torrent.TorrentFiles
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.util.concurrent.CancellationException
import spock.lang.Specification
import spock.lang.TempDir

class CaptureSpec extends Specification {

    @TempDir
    Path dir

    Path source
    Path out

    def setup() {
        source = dir.resolve('sda1.img')
        out = dir.resolve('out')
        run('truncate', '-s', '16M', source)
        run('mke2fs', '-q', '-F', source)
    }

    private Capture prepare() {
        def order = CaptureOrder.of(source, out)
        Capture.prepare(order, CapturePlan.of(order).sources()[0], ProgressListener.NONE, new CancelToken())
    }

    def "a source that changes while it is captured gives no torrent"() {
        given:
        def capture = prepare()
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_000_000))

        when:
        capture.make(ProgressListener.NONE, new CancelToken())

        then:
        def problem = thrown(CaptureProblem)
        problem.message == "$source was written to while it was captured"
        problem.remedy().get() == 'unmount it, and look for what else uses it; --allow mounted-source keeps what was read'
        !Files.exists(out)
    }

    def "a cancelled capture leaves nothing"() {
        given:
        def capture = prepare()
        def cancel = new CancelToken()
        cancel.cancel()

        when:
        capture.make(ProgressListener.NONE, cancel)

        then:
        thrown(CancellationException)
        !Files.exists(out)
    }

    def "where the torrent cannot be written, its torrent.info is not left alone"() {
        given:
        def capture = prepare()
        Files.createDirectories(out.resolve('sda1.torrent'))

        when:
        capture.make(ProgressListener.NONE, new CancelToken())

        then:
        thrown(ezio.core.torrent.TorrentNotWritten)
        Files.list(out).withCloseable { it*.fileName*.toString() } == ['sda1.torrent']
    }

    def "the torrent says how large a device it needs"() {
        given:
        run('truncate', '-s', '20M', source)

        when:
        def image = prepare().make(ProgressListener.NONE, new CancelToken())

        then:
        TorrentFiles.read(image.torrentFile()).neededBytes() == 16 << 20
    }
}
