package ezio.shell.repl

import ezio.shell.Program
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(120)
class ScriptSpec extends Specification {

    @TempDir
    Path directory

    Program program

    def setup() {
        program = new Program(directory)
    }

    def "lines of standard input run one after another, without a prompt"() {
        given:
        program.image('a b.img', 65536)
        program.input = """\
            # makes a torrent, and looks at it
            torrent create 'a b.img' \\
                -o x.torrent

            torrent show x.torrent --output json; verify x.torrent "a b.img"
        """

        when:
        def exit = program.run()

        then:
        exit == ExitCode.OK
        program.stdout.readLines().size() == 3
        program.stdout.readLines()[0] ==~ /\[3\/3] wrote \S+x.torrent: .*/
        Program.json(program.stdout.readLines()[1])[0].event == 'torrent'
        program.stdout.readLines()[2].startsWith('a b: the only piece on ')
    }

    def "stops at the first failure, with its exit code"() {
        when:
        def exit = program.run('-c', 'settings --output json; verify no.torrent no.img; disks')

        then:
        exit == ExitCode.INPUT
        program.stdout.readLines().size() == 1
        program.stderr ==~ /error: \S+no.torrent: no such file\n/
    }

    def "goes on after a failure where it is told to, and still ends with its exit code"() {
        when:
        def exit = program.run('--keep-going', '-c', 'verify no.torrent no.img\nno-such-command\nsettings --output json')

        then:
        exit == ExitCode.INPUT
        program.stdout.readLines().size() == 1
    }

    def "nothing to run is a usage error: #why"() {
        given:
        program.input = input

        when:
        def exit = program.run()

        then:
        exit == ExitCode.USAGE
        program.stderr == 'error: which command?\n  "ezio help" lists them; without one, ezio reads commands from a' +
                ' terminal, from -c or from standard input\n'

        where:
        why        | input
        'no input' | ''
        'comments' | '# one\n\n  # two\n'
    }

    def "'#line' is refused: #message"() {
        when:
        def exit = program.run('-c', line)

        then:
        exit == ExitCode.USAGE
        program.stderr.readLines()[0] == "error: $message"

        where:
        line                    || message
        "disks 'x"              || "the line ends in the middle: a ' is not closed"
        'disks "x'              || 'the line ends in the middle: a " is not closed'
        'disks \\'              || 'the line ends in the middle: nothing follows the last \\'
        'disks &'               || '"&" is not offered here'
        'job stop 7'            || 'there is no job 7'
        'job frob 7'            || 'ACTION: "frob" is not one of stop, pause, resume, wait, log'
        'set upload-limit fast' || 'upload-limit: "fast" is not a rate; write 10MiB/s, 100KiB/s or a number of bytes a second'
        'set upload-limit 1'    || 'upload-limit: upload limit 1 B/s is below 2 KiB/s'
        'set port x'            || 'port: "x" is not a whole number'
        'set local-discovery 1' || 'local-discovery: "1" is neither on nor off'
        'set uplod-limit 1'     || 'there is no setting "uplod-limit", did you mean upload-limit?'
        'alerts --last 0'       || '--last: 0 is below 1'
    }

    def "'#command' needs a session"() {
        when:
        def exit = program.run(*command.tokenize())

        then:
        exit == ExitCode.USAGE
        program.stderr == "error: $name belongs to a session\n".toString() +
                '  start ezio without a command, or give it commands with -c or on standard input\n'

        where:
        command                       || name
        'jobs'                        || 'jobs'
        'job stop 1'                  || 'job'
        'alerts'                      || 'alerts'
        'set port 1'                  || 'set'
        'exit'                        || 'exit'
        'seed --background a.torrent a.img' || '--background'
    }

    def "a setting says where it came from, and holds for what follows"() {
        when:
        def exit = program.run('-c', 'set upload-limit 50MiB/s; settings')

        then:
        exit == ExitCode.OK
        program.stderr == 'upload-limit is 50 MiB/s from now on\n'
        program.stdout.readLines().find { it.startsWith('upload-limit') } =~ /^upload-limit +50 MiB\/s +set /
        program.stdout.readLines().find { it.startsWith('download-limit') } =~ /^download-limit +none +default /
    }

    def "a job runs beside the lines, is waited for, and keeps its words"() {
        given:
        program.image('a.img', 1 << 20)
        program.input = '''\
            torrent create a.img
            verify a.torrent a.img --background
            job wait 1
            jobs
            job log 1
            alerts
        '''

        when:
        def exit = program.run()

        then:
        exit == ExitCode.OK
        def lines = program.stdout.readLines()
        lines.find { it.startsWith('[1] a: all 4 pieces on ') }
        lines.find { it ==~ /1 +done +.* verify a.torrent a.img/ }
        lines.find { it ==~ /\d\d:\d\d:\d\d  a: all 4 pieces on .*/ }
        lines.find { it ==~ /\d\d:\d\d:\d\d  \[1] verify a.torrent a.img: done/ }
        program.stderr.contains('[1] verify a.torrent a.img\n')
        program.stderr.contains('[1] verify a.torrent a.img: done\n')
    }

    def "a job that fails gives its exit code to who waits for it, and to a script that does not"() {
        expect:
        program.run('-c', "verify no.torrent a.img --background$wait") == ExitCode.INPUT
        program.stderr.contains('[1] verify no.torrent a.img: ended with 3 (input)\n')

        where:
        wait << ['; job wait 1', '; settings', '']
    }

    def "exit stops the jobs that still run"() {
        given:
        program.image('a.img', 1 << 20)

        when:
        def exit = program.run('-c', 'torrent create a.img; seed a.torrent a.img --background --port 0 --listen 127.0.0.1; exit')

        then:
        exit == ExitCode.OK
        program.stderr.contains('[1] seed a.torrent a.img --port 0 --listen 127.0.0.1: stopped\n')
    }

    def "a script waits for its jobs at its end; SIGTERM stops them"() {
        given:
        program.image('a.img', 1 << 20)
        assert program.run('torrent', 'create', 'a.img') == ExitCode.OK

        when:
        program.start('-c', 'seed a.torrent a.img --background --port 0 --listen 127.0.0.1')
        program.awaitStderr(/a: seeding/)
        program.signals.send(StopSignal.TERM)

        then:
        program.signals.endedAtOnce == ExitCode.TERMINATED
        program.await() == ExitCode.OK
        program.stderr.contains('[1] seed a.torrent a.img --port 0 --listen 127.0.0.1: stopped\n')
    }

    def "SIGTERM stops the command that runs, and the script"() {
        given:
        program.image('a.img', 1 << 20)
        assert program.run('torrent', 'create', 'a.img') == ExitCode.OK

        when:
        program.start('--keep-going', '-c', 'seed a.torrent a.img --port 0 --listen 127.0.0.1; settings')
        program.awaitStderr(/a: seeding/)
        def exit = program.stop(StopSignal.TERM)

        then:
        exit == ExitCode.TERMINATED
        !program.stdout.contains('SETTING')
    }

    def "what -c runs may be called like a command"() {
        expect:
        program.run('-c', 'settings') == ExitCode.OK
        program.stdout.startsWith('SETTING ')
    }

    def "exit ends a script"() {
        expect:
        program.run('-c', 'exit; no-such-command') == ExitCode.OK
        Files.notExists(directory.resolve('x'))
    }
}
