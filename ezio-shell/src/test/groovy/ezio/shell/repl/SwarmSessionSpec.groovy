package ezio.shell.repl

import com.sun.net.httpserver.HttpServer
import ezio.shell.Program
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A session that seeds, and machines that join: real peers on loopback. */
@Timeout(120)
class SwarmSessionSpec extends Specification {

    static final int MIB = 1 << 20
    static final String SEED = 'seed sda1.torrent sda1.img --background --listen 127.0.0.1 --port 0'

    @TempDir
    Path directory

    Program session
    Path image
    List<Program> targets = []

    def setup() {
        session = new Program(directory)
        image = session.image('sda1.img', 3 * MIB)
        assert new Program(directory).run('torrent', 'create', 'sda1.img', '--piece-length', '64KiB') == ExitCode.OK
    }

    def cleanup() {
        targets.findAll { it.running }.each { it.stop(StopSignal.TERM) }
    }

    /** Starts a machine of its own that restores, and serves what it has. */
    private Program join(String url, int number) {
        def target = new Program(directory)
        target.variables.HOME = Files.createDirectories(directory.resolve("lab-$number")).toString()
        target.start('restore', url, "copy-${number}.img", '--create', 'fit', '--listen', '127.0.0.1', '--port', 0)
        targets << target
        target
    }

    private String torrentUrl() {
        session.awaitStderr(/\[1] sda1: the torrent is at (\S+)/)[1]
    }

    def "peers are waited for, listed and counted as copies, whoever leaves"() {
        given:
        session.start('-c', """\
            $SEED --tracker --tracker-port 0 --upload-limit 1MiB/s
            wait --peers 2 --timeout 60s
            peers
            peers sda1 --output json
            wait --copies 2 --timeout 60s
            status
            status --output json
            job stop 1
            jobs
        """)
        def url = torrentUrl()

        when:
        (1..2).each { join(url, it) }

        then:
        session.await() == ExitCode.OK
        (1..2).every { Files.mismatch(image, directory.resolve("copy-${it}.img")) == -1 }

        and: 'what wait says'
        def lines = session.stdout.readLines()
        def waited = lines.findIndexValues { it ==~ /2 connected after \d.*/ }
        def complete = lines.findIndexValues { it ==~ /2 complete after \d.*/ }
        waited.size() == 1 && complete.size() == 1 && waited[0] < complete[0]

        and: 'who was there meanwhile'
        lines.find { it ==~ /PEER +IMAGE +HAS +FROM IT +TO IT +SINCE +PROGRAM/ }
        lines.count { it ==~ /127\.0\.0\.1:\d+ +sda1 +\d+ % +– +\S.* ezio \S+/ } == 2
        def peers = Program.json(lines.find { it.contains('"event":"peers"') })[0].peers
        peers*.image == ['sda1', 'sda1']
        peers*.address.every { it ==~ /127\.0\.0\.1:\d+/ }
        peers.every { it.has >= 0 && it.has <= 1 && it.connectedSeconds > 0 && it.uploadedBytes >= 0 }

        and: 'how the image stands'
        lines.find { it ==~ /sda1 +seeding +100 % of 3 MiB +– +.* +2 +\d.* +\S*sda1\.img/ }
        def status = Program.json(lines.find { it.contains('"event":"status"') })[0].images
        status*.image == ['sda1']
        status[0].subMap('copies', 'state', 'role', 'paused', 'totalBytes') ==
                [copies: 2, state: 'seeding', role: 'seed', paused: false, totalBytes: (int) Files.size(image)]

        and: 'what was told above the lines'
        session.stderr.readLines().count { it ==~ /sda1: 127\.0\.0\.1:\d+ \(ezio \S+\) is complete/ } == 2
        lines.find { it ==~ /1 +stopped +.* seed sda1\.torrent .*/ }
    }

    def "the time of '#wait' is over: exit 8, #message"() {
        when:
        def exit = session.run('-c', "$SEED; $wait --timeout 300ms; settings")

        then:
        exit == ExitCode.TIMEOUT
        session.stderr.readLines().contains("error: $message".toString())
        !session.stdout.contains('SETTING')

        where:
        wait              || message
        'wait --peers 1'  || 'waited 300 ms for 1 peer, got 0'
        'wait --copies 2' || 'waited 300 ms for 2 full copies, got 0'
        'wait --job 1'    || 'waited 300 ms for job 1, which goes on'
    }

    def "images that are still being opened are waited for before anybody is counted"() {
        given: 'a server that takes its time to hand out a torrent'
        def patience = new CountDownLatch(1)
        def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        server.createContext('/') { exchange ->
            patience.await()
            byte[] torrent = Files.readAllBytes(directory.resolve('sda1.torrent'))
            exchange.sendResponseHeaders(200, torrent.length)
            exchange.responseBody.withCloseable { it.write(torrent) }
        }
        server.start()

        when:
        session.start('-c', "seed http://127.0.0.1:$server.address.port/sda1.torrent sda1.img --background --port 0 --listen" +
                ' 127.0.0.1; wait --copies 1 --timeout 500ms')
        session.awaitStderr(/error: waited 500 ms for 1 full copy, got 0/)
        patience.countDown()

        then:
        session.await() == ExitCode.TIMEOUT

        cleanup:
        patience.countDown()
        server.stop(0)
    }

    def "who is not complete in time is named"() {
        given:
        session.start('-c', """\
            $SEED --tracker --tracker-port 0 --upload-limit 64KiB/s
            wait --peers 1 --timeout 60s
            wait --copies 1 --timeout 1s
        """)

        when:
        join(torrentUrl(), 1)

        then:
        session.await() == ExitCode.TIMEOUT
        session.stderr.readLines().any { it ==~ /error: waited 1 s for 1 full copy, got 0; missing longest: 127\.0\.0\.1:\d+ \(\d+ %\)/ }
    }

    def "a job that is waited for gives its exit code: #job"() {
        expect:
        session.run('-c', "$job --background; wait --job 1; settings") == exit
        session.stdout.contains('SETTING') == (exit == ExitCode.OK)

        where:
        job                            || exit
        'verify sda1.torrent sda1.img' || ExitCode.OK
        'verify none.torrent sda1.img' || ExitCode.INPUT
    }

    def "'#wait' is refused: #message"() {
        when:
        def exit = session.run('-c', wait)

        then:
        exit == ExitCode.USAGE
        session.stderr.readLines()[-2..-1] == ["error: $message".toString(), "  $remedy".toString()]

        where:
        wait                       || message                                          | remedy
        'wait'                     || 'wait for what?'                                 | 'say one of --peers N, --copies N, --job JOB'
        'wait --peers 1 --job 1'   || 'wait for what?'                                 | 'say one of --peers N, --copies N, --job JOB'
        'wait --job 3'             || 'there is no job 3'                              | '"jobs" lists them'
        'wait --copies 1'          || 'nothing is seeded or restored in this session'  | '"seed … --background" makes a job of a seed'
        'peers sda9'               || 'no image "sda9" is on the node'                 | '"status" lists them'
    }

    def "status is watched until it is stopped; the jobs are stopped then, too"() {
        when:
        session.start('-c', "$SEED; status --watch; settings")
        session.awaitStderr(/sda1: seeding/)
        def exit = session.stop(StopSignal.INT)

        then:
        exit == ExitCode.INTERRUPTED
        session.stderr.contains('[1] seed sda1.torrent sda1.img --listen 127.0.0.1 --port 0: stopped\n')
        !session.stdout.contains('SETTING')
    }
}
