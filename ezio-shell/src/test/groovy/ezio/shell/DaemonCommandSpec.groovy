package ezio.shell

import com.google.protobuf.ByteString
import ezio.core.peerprograms.PeerProgram
import ezio.core.progress.CancelToken
import ezio.core.torrent.InfoHash
import ezio.daemon.DaemonAddress
import ezio.daemon.DaemonClient
import ezio.protocol.node.Image
import ezio.protocol.node.RestoreOrder
import ezio.shell.demo.Launch
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** {@code ezio daemon}. */
@Timeout(90)
class DaemonCommandSpec extends Specification {

    static final List<String> ANY_PORT = ['daemon', '--listen', '127.0.0.1:0', '--peer-listen', '127.0.0.1']

    static final int PIECE = 256 << 10

    @TempDir
    Path directory

    def soon = new PollingConditions(timeout: 60, delay: 0.05)

    private int callPort(Program program) {
        program.awaitStderr(/calls are accepted at 127\.0\.0\.1:(\d+)/)[1] as int
    }

    def "a daemon that serves nothing ends with 0, by a client or by SIGTERM"() {
        given:
        def program = new Program(directory).start(*ANY_PORT)
        def port = callPort(program)

        expect:
        if (byClient) {
            DaemonClient.of(DaemonAddress.of('127.0.0.1', port)).withCloseable { it.shutdown() }
            assert program.await() == ExitCode.OK
        } else {
            assert program.stop(StopSignal.TERM) == ExitCode.OK
        }

        where:
        byClient << [true, false]
    }

    def "two daemons on one port: the second is refused"() {
        given:
        def first = new Program(directory).start(*ANY_PORT)
        def port = callPort(first)
        def second = new Program(directory)

        expect:
        second.run('daemon', '--listen', "127.0.0.1:$port") == ExitCode.NETWORK
        second.stderr.contains("error: cannot listen for calls at 127.0.0.1:$port: another process has that port\n")

        cleanup:
        first?.stop()
    }

    def "a download that SIGTERM cuts off ends with 143"() {
        given:
        def program = new Program(directory)
        program.image('a.img', 1 << 20)
        assert new Program(directory).run('torrent', 'create', 'a.img', '--tracker', 'http://127.0.0.1:9/announce') == ExitCode.OK
        Files.write(directory.resolve('b.img'), new byte[1 << 20])
        program.start(*ANY_PORT)
        def client = DaemonClient.of(DaemonAddress.of('127.0.0.1', callPort(program)))
        def torrent = ByteString.copyFrom(Files.readAllBytes(directory.resolve('a.torrent')))
        def order = RestoreOrder.newBuilder().setTorrent(torrent)
                .setPath(directory.resolve('b.img').toString()).addOverwrite(directory.resolve('b.img').toString()).build()

        when:
        client.restore([order], new CancelToken())

        then:
        program.stop(StopSignal.TERM) == ExitCode.TERMINATED

        cleanup:
        client?.close()
    }

    def "killed without warning in the middle of a download, it goes on where it was when the torrent is added again"() {
        given:
        def image = new Program(directory).image('a.img', 64 * PIECE)
        def peers = new Program(directory).start('tracker', '--port', 0, '--listen', '127.0.0.1')
        def tracker = peers.awaitStderr(/(http:\S+\/announce)/)[1]
        assert new Program(directory).run('torrent', 'create', 'a.img', '--tracker', tracker, '--piece-length', '256KiB') == ExitCode.OK
        def torrent = ByteString.copyFrom(Files.readAllBytes(directory.resolve('a.torrent')))
        def seeder = new Program(directory).start('seed', 'a.torrent', 'a.img', '--listen', '127.0.0.1', '--port', 0)
        def copy = directory.resolve('b.img')
        new RandomAccessFile(copy.toFile(), 'rw').withCloseable { it.length = 64 * PIECE }
        def order = RestoreOrder.newBuilder().setTorrent(torrent).setPath(copy.toString()).addOverwrite(copy.toString()).build()
        def port = PeerProgram.freePort()

        when: 'slowly, in a process of its own'
        def killed = new PeerProgram('daemon', Launch.command() + ['daemon', '--listen', "127.0.0.1:$port", '--peer-listen',
                '127.0.0.1', '--port', 0, '--download-limit', '2MiB/s']*.toString(), directory, [XDG_STATE_HOME: directory.resolve('.local/state').toString()])
        killed.await(~/calls are accepted/, Duration.ofSeconds(40))
        def client = DaemonClient.of(DaemonAddress.of('127.0.0.1', port))
        client.restore([order], new CancelToken())
        soon.eventually { assert client.images(false)[0].piecesHeld > 4 }
        // What has arrived is synced, and so put on record, which else takes ten seconds.
        def hash = InfoHash.of(client.images(false)[0].infoHash.decodeHex())
        client.pause(hash)
        client.resume(hash)
        ProcessHandle.of(killed.pid()).get().destroyForcibly()
        killed.awaitExit(Duration.ofSeconds(40))
        client.close()

        and:
        def program = new Program(directory).start(*ANY_PORT)
        client = DaemonClient.of(DaemonAddress.of('127.0.0.1', callPort(program)))
        client.restore([order], new CancelToken())

        then:
        soon.eventually { assert client.images(false)[0].piecesHeld == 64 && client.images(false)[0].state == Image.State.SEEDING }
        client.images(false)[0].downloadedBytes < 64 * PIECE
        Files.mismatch(image, copy) == -1

        cleanup:
        client?.close()
        killed?.close()
        [program, seeder, peers].each { it?.stop() }
    }

    def "\"#words\" is refused with 2: #message"() {
        given:
        def program = new Program(directory)

        expect:
        program.run('daemon', *words) == ExitCode.USAGE
        program.stderr.startsWith("error: $message\n")

        where:
        words                            || message
        ['--frobnicate']                 || 'unknown option --frobnicate'
        ['-p', '99999']                  || 'port 99999 is not in 0 to 65535'
        ['--aio-threads', '0']           || 'thread, connection and upload counts start at 1'
        ['--slow-start', '--slow-start-period', '0'] || '--slow-start-period: must be above zero'
        ['--allow-net', '10.1.2.3/8']    || '--allow-net: "10.1.2.3/8" has bits below its prefix of 8'
        ['--tls-cert', 'a']              || '--tls-cert and --tls-key go together'
        ['-l', '0.0.0.0:50051']          || "whoever reaches 0.0.0.0:50051 could overwrite this machine's disks"
    }

    def "-v says the version"() {
        given:
        def program = new Program(directory)

        expect:
        program.run('daemon', '-v') == ExitCode.OK
        program.stdout == 'ezio 0.1.0\n'
    }
}
