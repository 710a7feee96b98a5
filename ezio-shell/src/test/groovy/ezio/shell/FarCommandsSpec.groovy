package ezio.shell

import ezio.core.peerprograms.Certificates
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Commands that work on the node of a daemon. */
@Timeout(120)
class FarCommandsSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    Path directory

    List<AutoCloseable> open = []

    def cleanup() {
        open.each { it.close() }
    }

    private FarNode node(String name, Object... options) {
        def node = new FarNode(directory, name, *options)
        open << node
        node
    }

    /** Runs a command on the node of a daemon; it must end with {@code exit}. */
    private Program run(FarNode node, ExitCode exit = ExitCode.OK, Object... words) {
        def program = new Program(directory)
        def ended = program.run('--daemon', node.address, *words)
        assert ended == exit: program.stderr
        program
    }

    private Path image(String name = 'sda1') {
        def image = new Program(directory).image("${name}.img", MIB)
        assert new Program(directory).run('torrent', 'create', image, '--piece-length', '64KiB') == ExitCode.OK
        image
    }

    def "one daemon seeds, another restores, and the commands show and steer both"() {
        given:
        def image = image()
        def from = node('from')
        def to = node('to')
        def target = directory.resolve('to/target.img')
        Files.write(target, new byte[MIB])

        when: 'a seed is left to a daemon'
        def seed = run(from, 'seed', 'sda1.torrent', image, '--background')

        then:
        seed.stderr.readLines().contains("sda1: left to the daemon at $from.address; \"status\" shows it, \"job stop sda1\" ends it".toString())
        run(from, 'job', 'wait', 'sda1')
        run(from, 'status').stdout =~ /(?m)^sda1 +seeding +100 % of 1 MiB .* ${image}$/

        when: 'its paths are those of its machine, and its guard is asked'
        def relative = run(to, ExitCode.USAGE, 'restore', 'sda1.torrent', 'to/target.img', '--background')
        def refused = run(to, ExitCode.REFUSED, 'restore', 'sda1.torrent', target)

        then:
        relative.stderr.contains('error: the path "to/target.img" is not absolute\n')
        refused.stderr == "error: refused (overwrite-not-named): this plan writes to $target\n  add --overwrite $target to confirm\n"
        new byte[MIB] == Files.readAllBytes(target)
        run(to, 'status').stdout == "nothing is seeded or restored by the daemon at $to.address\n"

        when: 'a restore is watched to its end'
        def restore = run(to, 'restore', 'sda1.torrent', target, '--overwrite', target, '--peer', "127.0.0.1:$from.peerPort",
                '--stop-after', 'now', '--timeout', '60s')

        then:
        restore.stdout =~ /^sda1: complete, 1 MiB verified, written and synced in .*from the seeder 1 MiB/
        Files.mismatch(image, target) == -1
        run(to, 'status').stdout == "nothing is seeded or restored by the daemon at $to.address\n"
        run(from, 'wait', '--copies', '1', '--timeout', '60s').stdout.startsWith('1 complete after ')

        when: 'what was written is compared there, and then found to be wrong'
        def right = run(to, 'verify', 'sda1.torrent', target)
        new RandomAccessFile(target.toFile(), 'rw').withCloseable { it.seek(70_000); it.write(1); it.write(2) }
        def wrong = run(to, ExitCode.MISMATCH, 'verify', 'sda1.torrent', target)

        then:
        right.stdout.startsWith("sda1: all 16 pieces on $target are right, 1 MiB in ")
        wrong.stdout == 'piece 1 differs: 0x10000 (64 KiB)\n'
        wrong.stderr =~ /error: piece 1 of sda1 differs on $target \(expected \w{4}…, found \w{4}…\); 1 of 16 pieces is wrong/

        when: 'the image stands still, goes on, and leaves'
        run(from, 'job', 'pause', 'sda1')
        def paused = run(from, 'jobs').stdout
        run(from, 'job', 'resume', 'sda1')
        def log = run(from, 'job', 'log', 'sda1').stdout
        run(from, 'job', 'stop', 'sda1')

        then:
        paused =~ /(?m)^sda1 +paused +.* seed $image$/
        log =~ /(?m) paused$/ && log =~ /(?m) resumed$/ && log.contains('is complete')
        run(from, 'status').stdout.startsWith('nothing is seeded')
        run(from, ExitCode.USAGE, 'job', 'stop', 'sda1').stderr.startsWith('error: there is no job sda1\n')
        run(from, 'alerts', '--last', '100').stdout =~ /(?m)sda1: stopped \(asked to\)$/

        when: 'its settings'
        run(from, 'set', 'upload-limit', '50MiB/s')
        def settings = run(from, 'settings').stdout

        then:
        settings =~ /(?m)^upload-limit +50 MiB\/s +daemon/
        settings =~ /(?m)^port +$from.peerPort +daemon/
        !settings.contains('log-file')
        run(from, ExitCode.USAGE, 'set', 'port', '7000').stderr.startsWith(
                'error: port: cannot change while the daemon runs; its flags set it\n')
        run(from, ExitCode.USAGE, 'seed', 'sda1.torrent', image, '--port', '7000').stderr.startsWith(
                'error: the node of the daemon runs already, with other settings than asked for here\n')
        run(from, ExitCode.USAGE, 'seed', 'sda1.torrent', image, '--tracker', '--background').stderr.startsWith(
                'error: --tracker runs here, and would end with this command\n')

        when: 'the end'
        def end = run(from, 'shutdown')

        then:
        end.stderr == "the daemon at $from.address is stopping\n"
        from.daemon.await() == ExitCode.OK
        run(from, ExitCode.NETWORK, 'status').stderr ==
                "error: no daemon answers at $from.address: Connection refused\n  \"ezio daemon\" starts one\n"
    }

    def "Ctrl-C takes what is watched off the daemon; a session shows which daemon it is for"() {
        given:
        def image = image()
        def node = node('far')

        when:
        def program = new Program(directory)
        program.start('--daemon', node.address, 'seed', 'sda1.torrent', image, '--trust')
        program.awaitStderr(/sda1: seeding 1 MiB from/)

        then:
        program.stop(StopSignal.INT) == ExitCode.INTERRUPTED
        run(node, 'status').stdout.startsWith('nothing is seeded')

        when:
        def session = run(node, '-c', "seed sda1.torrent $image --trust --background; peers; job wait sda1; alerts")

        then:
        session.stdout.contains('no peer is connected\n')
        session.stdout =~ /(?m)sda1: seeding 1 MiB from $image$/
        run(node, 'status').stdout =~ /(?m)^sda1 +seeding/

        when: 'the daemon ends while it is watched'
        program = new Program(directory)
        program.start('--daemon', node.address, 'status', '--watch', '--output', 'plain')
        def waiting = new Program(directory)
        // Plain lines tell how far it is every ten seconds only.
        waiting.start('--daemon', node.address, 'wait', '--copies', '1', '--output', 'json')
        waiting.awaitStderr(/"waiting"/)
        node.end()

        then:
        waiting.await() == ExitCode.NETWORK
        waiting.stderr =~ /"event":"error","message":"no daemon answers at $node.address: /
        program.await() == ExitCode.NETWORK
    }

    def "what works on this machine only says so"() {
        given:
        def node = node('far')

        expect:
        words.every {
            def command = it.takeWhile { !it.startsWith('/') }.join(' ')
            def text = run(node, ExitCode.USAGE, *it).stderr
            assert text == "error: $command works on this machine, not on that of the daemon at $node.address\n" +
                    '  leave --daemon out, or run it there\n'
            true
        }

        and: 'what is no daemon, and who is far too'
        def lost = new Program(directory)
        lost.run('--daemon', '10.0.0.5:x', 'status') == ExitCode.USAGE
        lost.stderr == 'error: --daemon: "10.0.0.5:x" is not HOST:PORT\n  write it like 10.0.0.5:50051 or [fe80::1]:50051\n'
        def alone = new Program(directory)
        alone.run('shutdown') == ExitCode.USAGE
        alone.stderr == 'error: shutdown ends a daemon, and none is named\n  ezio --daemon HOST:PORT shutdown\n'
        def plain = new Program(directory)
        plain.run('--daemon', '192.0.2.1', '--daemon-cert', 'a', 'status') == ExitCode.USAGE
        plain.stderr == 'error: --daemon-cert and --daemon-key go together\n'

        where:
        words << [[['disks'], ['capture', '/dev/null', '--to', '/nowhere'], ['torrent', 'create', '/dev/null'], ['image', 'show', '/nowhere'],
                   ['run', '/nowhere'], ['tracker'], ['daemon']]]
    }

    def "a daemon that wants TLS and a token is spoken to with both, and nobody prints the token"() {
        given:
        def certificates = new Certificates(directory)
        def ca = certificates.authority('ca')
        def secret = 'correct-horse-battery-staple'
        Files.writeString(directory.resolve('token'), "$secret\n")
        Files.writeString(directory.resolve('wrong'), 'a-token-that-is-wrong\n')
        def log = directory.resolve('far/daemon.log')
        def node = node('far', '--tls-cert', certificates.signed('server', 'ca'), '--tls-key', certificates.key('server'),
                '--token-file', directory.resolve('token'), '--log-file', log)
        def said = new StringBuilder()
        def ask = { Map<String, String> variables, Object... options ->
            def program = new Program(directory)
            program.variables.putAll(variables)
            def exit = program.run('--daemon', node.address, '--daemon-ca', ca, '--log-file', 'here.log', *options, 'status')
            said << program.stdout << program.stderr
            [exit, program.stderr]
        }

        expect:
        ask([:], '--daemon-token-file', 'token') == [ExitCode.OK, '']
        ask([EZIO_DAEMON_TOKEN: secret]) == [ExitCode.OK, '']
        ask([:]) == [ExitCode.REFUSED, "error: the daemon at $node.address wants a token\n" +
                '  --daemon-token-file names the file that holds it\n']
        ask([:], '--daemon-token-file', 'wrong') == [ExitCode.REFUSED, "error: the daemon at $node.address does not know the token\n"]
        ask([EZIO_DAEMON_TOKEN: 'short']) == [ExitCode.USAGE,
                'error: the token in EZIO_DAEMON_TOKEN is not a line of 16 or more printable characters\n' +
                '  make one with: head -c 32 /dev/urandom | base64\n']
        node.end()
        !(said.toString() + node.daemon.stderr + Files.readString(log)).contains(secret)
    }

    def "peers outside of what --allow-net names are not served"() {
        given:
        def image = image()
        def node = node('far', '--allow-net', '10.0.0.0/8')
        def target = new Program(directory)
        run(node, 'seed', 'sda1.torrent', image, '--trust', '--background')

        expect:
        target.run('restore', 'sda1.torrent', 'copy.img', '--create', 'fit', '--listen', '127.0.0.1', '--port', 0,
                '--peer', "127.0.0.1:$node.peerPort", '--timeout', '2s') == ExitCode.NETWORK
        target.stderr.contains('error: waited 2 s and met no peer')
        run(node, 'peers').stdout == 'no peer is connected\n'
    }
}
