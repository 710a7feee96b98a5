package ezio.shell

import ezio.daemon.DaemonAddress
import ezio.daemon.DaemonClient
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code ezio daemon}. */
@Timeout(90)
class DaemonCommandSpec extends Specification {

    static final List<String> ANY_PORT = ['daemon', '--listen', '127.0.0.1:0', '--peer-listen', '127.0.0.1']

    @TempDir
    Path directory

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
        def torrent = com.google.protobuf.ByteString.copyFrom(Files.readAllBytes(directory.resolve('a.torrent')))
        def order = ezio.protocol.node.RestoreOrder.newBuilder().setTorrent(torrent)
                .setPath(directory.resolve('b.img').toString()).addOverwrite(directory.resolve('b.img').toString()).build()

        when:
        client.restore([order], new ezio.core.progress.CancelToken())

        then:
        program.stop(StopSignal.TERM) == ExitCode.TERMINATED

        cleanup:
        client?.close()
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
