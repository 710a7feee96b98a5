package ezio.shell

import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(120)
class DemoCommandSpec extends Specification {

    @TempDir
    Path directory

    Program program
    Path temporary

    def setup() {
        program = new Program(directory)
        temporary = Files.createDirectory(directory.resolve('tmp'))
        program.variables.TMPDIR = temporary.toString()
    }

    def "does the whole job, checks it, and leaves nothing behind"() {
        when:
        def exit = program.run('demo', '--size', '32MiB', '--targets', '2')
        def lines = program.stdout.readLines()

        then:
        exit == ExitCode.OK
        lines.size() == 4
        lines[0] ==~ /TARGET +TIME +RATE +FROM THE SEEDER +FROM OTHER TARGETS/
        lines[1] ==~ /target 1 +\d+\.\d s +.*\/s +.*B +.*B/
        lines[2] ==~ /target 2 +\d+\.\d s +.*\/s +.*B +.*B/
        lines[3] ==~ /2 targets hold the same .* MiB: .* s, .*\/s together; the seeder sent \d\.\d copies/
        program.stderr.contains('[5/5] compared every extent of every target with the source: equal; e2fsck -fn finds no fault')
        temporary.toFile().list().length == 0
    }

    def "leaves nothing behind when it is stopped in the middle"() {
        given:
        program.start('demo', '--size', '32MiB', '--targets', '1')
        program.awaitStderr(/\[3\/5]/)

        expect:
        program.stop(StopSignal.INT) == ExitCode.INTERRUPTED
        program.stderr.contains('stopping, ending the nodes and removing the disks\n')
        temporary.toFile().list().length == 0
        ProcessHandle.current().children().filter { it.info().commandLine().orElse('').contains(temporary.toString()) }
                .count() == 0
    }

    def "finds the disk tools that are not on the PATH of an ordinary user"() {
        given:
        program.variables.PATH = '/nowhere'

        expect:
        program.run('demo', '--size', '16MiB', '--targets', '1', '--output', 'json') == ExitCode.OK
        Program.json(program.stdout)*.event == ['demo-summary']
    }

    def "needs room"() {
        given:
        program.variables.TMPDIR = '/proc'

        expect:
        program.run('demo', '--size', '64GiB', '--targets', '64') == ExitCode.DEVICE
        program.stderr ==~ /(?s)error: the demo needs 4\.1 TiB, \/\S+ has .* free\n  set TMPDIR to a directory with more room, .*\n/
    }
}
