package ezio.shell.repl

import ezio.shell.Program
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

@Timeout(120)
class GroovyLineSpec extends Specification {

    @TempDir
    Path directory

    Program program

    def setup() {
        program = new Program(directory)
    }

    def "'#code' comes to '#text'"() {
        given:
        program.input = "groovy $code\n"

        expect:
        program.run() == ExitCode.OK
        program.stdout == text + '\n'

        where:
        code                                          || text
        '1 + 1'                                       || '2'
        '"a" * 3'                                     || 'aaa'
        'null'                                        || '–'
        '[1, 2.5d, "x"]'                              || '1\n2.5\nx'
        '[a: 1, b: null]'                             || 'a: 1\nb: –'
        '[[a: 1, b: "x"], [a: 20, c: 0.5d]]'          || 'a   b  c\n1   x  –\n20  –  0.5'
        '[]'                                          || '[]'
        'jobs'                                        || '[]'
        'peers.findAll { it.has < 0.5 }'              || '[]'
        '[3, 1].sort().collect {\n  it * 2\n}'        || '2\n6'
        'x = 3; x * x'                                || '9'
    }

    def "'#code' is a problem: #message"() {
        given:
        program.input = "groovy $code\n"

        expect:
        program.run() == ExitCode.INPUT
        program.stderr == "error: $message\n".toString()

        where:
        code                              || message
        '1 +* 2'                          || "that is no Groovy: Unexpected input: '+', line 1, column 3"
        'nothing'                         || 'the expression has failed: No such property: nothing for class: prompt'
        'throw new Exception("my words")' || 'the expression has failed: my words'
    }

    def "jobs and images of the session are there, with the names that JSON has"() {
        given:
        program.image('a.img', 1 << 20)
        program.input = '''\
            torrent create a.img
            seed a.torrent a.img --trust --background --port 0 --listen 127.0.0.1
            groovy while (!seeds) {}; seeds*.image + jobs*.state + jobs*.job
            groovy disks.every { it.path }
            exit
        '''

        expect:
        program.run() == ExitCode.OK
        program.stdout.contains('\na\nrunning\n1\ntrue\n')
    }

    def "Ctrl-C ends a loop without end"() {
        given:
        program.start('-c', 'groovy while (true) {}')

        expect: 'a signal that comes before the loop is for the script'
        new PollingConditions(timeout: 60, delay: 0.3).eventually {
            program.signals.send(StopSignal.INT)
            assert program.stderr.contains('stopping the expression\n')
        }
        program.await() == ExitCode.INTERRUPTED
    }
}
