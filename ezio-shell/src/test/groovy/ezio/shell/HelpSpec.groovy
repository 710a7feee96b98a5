package ezio.shell

import ezio.shell.env.ExitCode
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class HelpSpec extends Specification {

    @TempDir
    Path directory

    Program program

    def setup() {
        program = new Program(directory)
    }

    def "--version prints the version and nothing else"() {
        expect:
        program.run('--version') == ExitCode.OK
        program.stdout ==~ /ezio \d+\.\d+\.\d+\n/
        program.stderr == ''
    }

    def "help lists the commands"() {
        expect:
        program.run('help') == ExitCode.OK
        ['disks', 'capture', 'torrent', 'image', 'seed', 'restore', 'verify', 'tracker', 'demo', 'jobs', 'settings'].every {
            program.stdout.contains("\n  $it ")
        }
        program.stderr == ''
    }

    def "the help of '#command' ends with the exit codes"() {
        when:
        def exit = program.run(*(command.tokenize() + '--help'))

        then:
        exit == ExitCode.OK
        program.stdout.startsWith("Usage: ezio $command")
        program.stdout.endsWith("\nExit codes:\n" + ExitCode.table().join('\n') + '\n')
        program.stderr == ''

        where:
        command << ['disks', 'capture', 'torrent', 'torrent create', 'torrent show', 'torrent edit', 'image', 'image show', 'image check',
                'seed', 'restore', 'verify', 'tracker', 'demo', 'jobs', 'job', 'alerts', 'set', 'settings', 'exit']
    }

    def "the help of every command has an example"() {
        expect:
        program.run(*(command.tokenize() + '--help')) == ExitCode.OK
        program.stdout =~ /\nExamples:\n  \S/

        where:
        command << ['disks', 'capture', 'torrent create', 'torrent show', 'torrent edit', 'image show', 'image check', 'image create',
                'seed', 'restore', 'verify', 'tracker', 'demo', 'jobs', 'job', 'alerts', 'set', 'settings', 'exit', 'status',
                'peers', 'wait', 'groovy', 'completion']
    }

    def "'#arguments' is a usage error: #message"() {
        when:
        def exit = program.run(*arguments.tokenize())

        then:
        exit == ExitCode.USAGE
        program.stdout == ''
        program.stderr == "error: $message\n  \"$remedy\" shows what there is\n".toString()

        where:
        arguments                  | remedy                        || message
        'sead x'                   | 'ezio --help'                 || 'unknown command "sead", did you mean seed?'
        'xyzzy'                    | 'ezio --help'                 || 'unknown command "xyzzy"'
        'torrent shwo a'           | 'ezio torrent --help'         || 'unknown command "shwo", did you mean show?'
        'seed --chekc a b'         | 'ezio seed --help'            || 'unknown option --chekc, did you mean --check?'
        'restore --frobnicate a b' | 'ezio restore --help'         || 'unknown option --frobnicate'
        'verify a b c'             | 'ezio verify --help'          || 'unexpected argument "c"'
        'verify a'                 | 'ezio verify --help'          || 'missing: PATH'
        'verify'                   | 'ezio verify --help'          || 'missing: TORRENT'
        'seed'                     | 'ezio seed --help'            || 'missing: TORRENT PATH'
        'tracker --port x'         | 'ezio tracker --help'         || '--port: "x" is not a whole number'
        'restore --timeout 5 a b'  | 'ezio restore --help'         ||
                '--timeout: "5" is not a duration; write 90s, 10m, 1h30m or 2d'
        'demo --size 1.5'          | 'ezio demo --help'            ||
                '--size: "1.5" is not a whole number of bytes below 8 EiB'
        'torrent create --piece-length big a' | 'ezio torrent create --help' ||
                '--piece-length: "big" is not a size; write 16MiB, 1.5GiB or a number of bytes'
        'seed --stop-after soon a b' | 'ezio seed --help'          ||
                '--stop-after: "soon" is no rule; write now, ratio=3, idle=90s, copies=24, time=1h or several with commas'
        'seed --upload-limit fast a b' | 'ezio seed --help'        ||
                '--upload-limit: "fast" is not a rate; write 10MiB/s, 100KiB/s or a number of bytes a second'
        '--output html disks'      | 'ezio --help'                 ||
                '--output: "html" is not one of auto, terminal, plain, json'
    }

    def "a command is needed"() {
        expect:
        program.run() == ExitCode.USAGE
        program.stderr == 'error: which command?\n  "ezio help" lists them; without one, ezio reads commands from a' +
                ' terminal, from -c or from standard input\n'
        program.stdout == ''
    }

    def "a group of commands needs one of them"() {
        expect:
        program.run('torrent') == ExitCode.USAGE
        program.stderr == 'error: torrent: create, show or edit?\n  "ezio torrent --help" describes them\n'
    }

    def "'#arguments' contradicts itself"() {
        when:
        def exit = program.run(*arguments.tokenize())

        then:
        exit == ExitCode.USAGE
        program.stderr.readLines()[0] == "error: $message"

        where:
        arguments                              || message
        'seed --check --trust a b'             || '--check and --trust contradict each other'
        'seed --stop-after now a b'            || '--stop-after now would seed nothing'
        'seed a b c'                           || '"c" has no counterpart'
        'seed --cache-size 1MiB a b'           || 'cache size 1 MiB is below 32 MiB'
        'seed --cache-size 64GiB a b'          || '--cache-size: 64 GiB is above 7 GiB'
        'seed --port 70000 a b'                || 'port 70000 is not in 0 to 65535'
        'seed --max-uploads 0 a b'             || 'thread, connection and upload counts start at 1'
        'seed --upload-limit 1KiB/s a b'       || 'upload limit 1 KiB/s is below 2 KiB/s'
        'restore --download-limit 1 a b'       || 'download limit 1 B/s is below 2 KiB/s'
        'seed --slow-start-period 5s a b'      || '--slow-start-period needs --slow-start'
        'seed --slow-start --slow-start-period 0s a b' || '--slow-start-period: must be above zero'
        'restore --timeout 0s a b'             || '--timeout: must be above zero'
        'restore --create x a b'               || '--create: "x" is not a size; write 16MiB, 1.5GiB or a number of bytes'
        'restore --create fit --slices a b'    || '--create is for image files, --slices for directories'
        'restore --allow too-small a b'        || '--allow: "too-small" is nothing that can be allowed'
        'restore --listen 10.0.0.300 a b'      || '--listen: "10.0.0.300" is no address'
        'tracker --port 70000'                 || '--port: 70000 is not in 0 to 65535'
        'verify --threads 0 a b'               || '--threads: 0 is not in 1 to 1024'
        'demo --targets 0'                     || '--targets: 0 is not in 1 to 64'
        'demo --size 1MiB'                     || '--size: 1 MiB is not in 16 MiB to 64 GiB'
        'torrent edit a'                       || 'nothing to change'
        'torrent edit http://a/b --add-tracker http://c/d' || 'an address cannot be written to'
        'torrent create a --tracker nowhere'   || '"nowhere" is not the address of a tracker'
    }

    def "a usage error is JSON where JSON is asked for"() {
        when:
        def exit = program.run('verify', '--output', 'json')
        def event = Program.json(program.stderr)[0]

        then:
        exit == ExitCode.USAGE
        event.schema == 1
        event.event == 'error'
        event.message == 'missing: TORRENT'
        event.exitCode == 2
        event.exit == 'usage'
    }
}
