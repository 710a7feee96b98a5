package ezio.shell

import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(60)
class TrackerCommandSpec extends Specification {

    @TempDir
    Path directory

    def "says where it is, hands out torrents, and stops"() {
        given:
        new Program(directory).image('a.img', 65536)
        new Program(directory).run('torrent', 'create', 'a.img')
        def tracker = new Program(directory).start('tracker', '--port', 0, '--listen', '127.0.0.1', '--torrents', '.')
        def url = tracker.awaitStderr(/the tracker is at (http:\/\/127\.0\.0\.1:\d+)\/announce\n/)[1]

        expect:
        new URL("$url/torrents/a.torrent").bytes == Files.readAllBytes(directory.resolve('a.torrent'))
        tracker.stop(StopSignal.TERM) == ExitCode.TERMINATED
        tracker.stderr.endsWith('\nstopping\n')
        tracker.stdout == ''
    }

    def "a directory that is not there is a usage error"() {
        given:
        def tracker = new Program(directory)

        expect:
        tracker.run('tracker', '--port', 0, '--torrents', 'nowhere') == ExitCode.USAGE
        tracker.stderr == 'error: --torrents: there is no directory nowhere\n'
    }
}
