package ezio.shell.repl

import ezio.daemon.DaemonAddress
import ezio.daemon.DaemonClient
import ezio.daemon.DaemonNode
import ezio.shell.Program
import ezio.shell.TestSignals
import ezio.shell.command.CommandLineRunner
import ezio.shell.console.Console
import ezio.shell.env.Env
import ezio.shell.job.LiveSession
import java.nio.file.Files
import java.nio.file.Path
import org.jline.reader.Candidate
import org.jline.reader.Parser
import spock.lang.Specification
import spock.lang.TempDir

class CompletionSpec extends Specification {

    @TempDir
    Path directory

    def nowhere = new PrintStream(OutputStream.nullOutputStream())
    def console = Mock(Console)
    def live = new LiveSession(console)
    Env env
    Completion completion

    def setup() {
        env = new Env(nowhere, nowhere, [HOME: '/home/u'], directory, Optional.empty(), new TestSignals())
        completion = new Completion(CommandLineRunner.model(env, console), new KnownValues(env, live))
        def program = new Program(directory)
        program.image('root.img', 1 << 20)
        assert program.run('torrent', 'create', 'root.img').code() == 0
        Files.createDirectory(directory.resolve('images'))
        Files.writeString(directory.resolve('note.txt'), 'x')
        Files.writeString(directory.resolve('.hidden.torrent'), 'x')
        Files.writeString(directory.resolve('broken.torrent'), 'x')
        Files.writeString(directory.resolve('lab.groovy'), '')
        Files.writeString(directory.resolve('room.groovy'), '''\
            def target = device('disk', 'disk to restore to')
            def machines = integer('machines', 'machines in the room', preset: 24)
            def speed = choice('speed', 'how fast', from: ['gentle', 'full'], preset: 'full')
            def torrent = file('torrent', 'its torrent', preset: 'root.torrent')
            def quietly = flag('quietly', 'says nothing')
            deploy('room') {
                disk target, { partition 1, image: 'root', torrent: torrent }
                steps { restore 'root' }
            }
            '''.stripIndent())
    }

    def cleanup() {
        live.close()
    }

    /** What TAB offers at the end of a line, as JLine sees it. */
    private List<Candidate> offered(String line) {
        def parsed = new LineParser('/home/u').parse(line, line.length(), Parser.ParseContext.COMPLETE)
        List<Candidate> candidates = []
        new LineCompleter(completion).complete(null, parsed, candidates)
        candidates.findAll { it.value().startsWith(parsed.word()) }
    }

    def "of a daemon that has ended there is nothing to offer, and no exception on the screen"() {
        given:
        live.close()
        live = new LiveSession(console, Optional.of(new DaemonNode(DaemonClient.of(DaemonAddress.of('127.0.0.1', 1)))))
        completion = new Completion(CommandLineRunner.model(env, console), new KnownValues(env, live))

        expect:
        offered('job stop ')*.value().every { it.startsWith('--') }
        offered('peers ')*.value().every { it.startsWith('--') }
        offered('restore root.torrent x --peer ') == []
    }

    def "after '#line' comes #some"() {
        expect:
        offered(line)*.value().containsAll(some)
        !offered(line)*.value().any { it in others }

        where:
        line                                || some                                            | others
        ''                                  || ['disks', 'seed', 'torrent', 'jobs', 'settings'] | ['create', '--check']
        'se'                                || ['seed', 'set', 'settings']                     | ['disks']
        'torrent '                          || ['create', 'show', 'edit']                      | ['seed']
        'disks; torrent cr'                 || ['create']                                      | ['show']
        'help '                             || ['seed', 'disks']                               | ['create']
        'seed '                             || ['root.torrent', 'images/']                     | ['note.txt', '.hidden.torrent', 'lab.groovy']
        'seed .'                            || ['.hidden.torrent']                             | ['root.torrent']
        'seed root.torrent '                || ['root.img', 'images/']                         | ['--check']
        'seed root.torrent x '              || ['root.torrent']                                | ['root.img']
        'seed --ch'                         || ['--check']                                     | ['--trust']
        'seed --check --'                   || ['--trust', '--peer', '--background']           | ['--check']
        'seed --peer 1.2.3.4:5 --'          || ['--peer']                                      | []
        'capture --hashes '                 || ['ezio', 'partclone']                           | []
        'capture --hashes=p'                || ['--hashes=partclone']                          | ['--hashes=ezio']
        'disks --output '                   || ['plain', 'json']                               | []
        'disks --output=j'                  || ['--output=json']                               | []
        'capture x --to '                   || ['images/']                                     | ['root.img']
        'capture x --to=im'                 || ['--to=images/']                                | []
        'restore a b --allow '              || ['mounted-target', 'system-disk']               | ['too-small']
        'set '                              || ['upload-limit', 'port']                        | []
        'job '                              || ['stop', 'pause', 'resume', 'wait', 'log']      | []
        "seed 'ro"                          || ['root.torrent']                                | []
        'seed -- '                          || ['root.torrent']                                | ['--check']
        'seed # '                           || []                                              | ['root.torrent']
        'run '                              || ['lab.groovy', 'room.groovy']                   | ['root.torrent']
        'run room.groovy '                  || ['--disk', '--machines', '--overwrite']         | ['--port', 'root.torrent']
        'plan room.groovy --'               || ['--disk', '--quietly', '--offline']            | ['--overwrite']
        'run room.groovy --disk /x --'      || ['--machines', '--speed']                       | ['--disk']
        'run room.groovy --speed '          || ['gentle', 'full']                              | ['--disk', 'root.img']
        'run room.groovy --speed=f'         || ['--speed=full']                                | ['--speed=gentle']
        'run room.groovy --torrent ro'      || ['root.torrent', 'root.img', 'room.groovy']     | []
        'run room.groovy --disk ro'         || ['root.img']                                    | []
        'run room.groovy --machines '       || []                                              | ['--disk', 'root.img']
        'run room.groovy --quietly '        || ['--disk']                                      | ['true', '--quietly']
        'run room.groovy --overwrite ro'    || ['root.img']                                    | ['--disk']
        'run --resume room.groovy --'       || ['--disk', '--report']                          | ['--resume']
        'run none.groovy --'                || ['--overwrite']                                 | ['--disk']
        'check room.groovy --'              || ['--disk']                                      | ['--offline']
    }

    def "a torrent is described by its image's size and its age"() {
        expect:
        offered('seed ro')[0].descr() ==~ /1 MiB, .* ago/
        offered('seed br')[0].descr() == 'no torrent that can be read'
        offered('disk')[0].descr() == 'Lists disks and partitions, and which of them a restore would refuse, and why'
        offered('restore a b --allow moun')[0].descr() == 'it, or a partition of it, is mounted'
    }

    def "parameters of a recipe come first, those that it needs before all others, and say what they are"() {
        when:
        def candidates = new LineCompleter(completion).with { completer ->
            def parsed = new LineParser('/').parse('run room.groovy ', 16, Parser.ParseContext.COMPLETE)
            [].tap { completer.complete(null, parsed, it) }
        } as List<Candidate>

        then:
        candidates*.value()[0..4] == ['--disk', '--machines', '--speed', '--torrent', '--quietly']
        candidates*.descr()[0..4] == ['disk to restore to; required', 'machines in the room; default 24',
                'how fast; default full', 'its torrent; default root.torrent', 'says nothing']
    }

    def "a recipe that changes is read again"() {
        given:
        assert offered('run room.groovy --mach')*.value() == ['--machines']

        when:
        Files.writeString(directory.resolve('room.groovy'), "def seats = integer('seats', 'in the room', preset: 1)\n")

        then:
        offered('run room.groovy --')*.value().containsAll(['--seats'])
        offered('run room.groovy --mach') == []
    }

    def "a directory is not the end of a word, a file is"() {
        expect:
        !offered('capture x --to im')[0].complete()
        offered('seed ro')[0].complete()
    }

    def "what has blanks is quoted as it was begun: #line"() {
        given:
        def parsed = new LineParser('/').parse(line, line.length(), Parser.ParseContext.COMPLETE)

        expect:
        parsed.escape("a b'c\$.torrent", true) as String == escaped

        where:
        line      || escaped
        'seed '   || "a\\ b\\'c\$.torrent"
        'seed "a' || /"a b'c\$.torrent"/
    }

    def "jobs are offered by their number"() {
        given:
        def job = live.jobs().start('seed x y', false) { own, to -> ezio.shell.env.ExitCode.OK }
        job.await(java.time.Duration.ofSeconds(10))

        expect:
        offered('job log ')*.value() == ['1']
        offered('job log ')[0].descr() == 'done: seed x y'
        offered('wait --job ')*.value() == ['1']
    }
}
