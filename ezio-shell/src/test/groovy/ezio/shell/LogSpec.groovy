package ezio.shell

import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class LogSpec extends Specification {

    @TempDir
    Path directory

    def "is kept in the state directory, or where #why"() {
        given:
        def program = new Program(directory)
        program.variables += variables.collectEntries { k, v -> [k, v.replace('DIR', directory.toString())] }
        program.image('a.img', 65536)

        when:
        program.run('torrent', 'create', 'a.img', *arguments)

        then:
        Files.readString(directory.resolve(log)).contains('torrent create a.img')
        program.stderr.readLines().size() == 1

        where:
        why                      | variables                 | arguments                || log
        'nothing is said'        | [:]                       | []                       || '.local/state/ezio/ezio.log'
        'XDG_STATE_HOME says'    | [XDG_STATE_HOME: 'DIR/x'] | []                       || 'x/ezio/ezio.log'
        'XDG says it relatively' | [XDG_STATE_HOME: 'x']     | []                       || '.local/state/ezio/ezio.log'
        'an option says'         | [:]                       | ['--log-file', 'my.log'] || 'my.log'
    }

    def "says once where none can be kept, and does the work"() {
        given:
        def program = new Program(directory)
        program.image('a.img', 65536)

        when:
        def exit = program.run('torrent', 'create', 'a.img', '--log-file', '/proc/no/such/log')

        then:
        exit == ExitCode.OK
        program.stderr.readLines()[0].startsWith('no log is kept: cannot write /proc/no/such/log: ')
        program.stderr.readLines().size() == 2
    }

    def "a session has one for all of its commands, and says what it warns of"() {
        given:
        def program = new Program(directory)
        program.image('a.img', 65536)
        def state = Files.createDirectories(directory.resolve('.local/state/ezio'))
        Files.writeString(state.resolve('hashed'), 'nonsense\n')

        when:
        def exit = program.run('-c', 'torrent create a.img; verify a.torrent a.img')

        then:
        exit == ExitCode.OK
        program.stderr.readLines().count('warning: nonsense is no line of a ledger') == 1
        def log = Files.readString(state.resolve('ezio.log'))
        log.contains(': torrent create a.img')
        log.contains(': verify a.torrent a.img')
    }

    def "holds the stack of a bug, of which the user sees one line and the place of the log"() {
        given:
        def program = new Program(directory)
        def err = new ByteArrayOutputStream()
        program.image('a.img', 65536)
        program.variables.HOME = directory.resolve('home').toString()
        def env = new ezio.shell.env.Env(
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true, 'UTF-8'),
                program.variables,
                directory,
                Optional.empty(),
                new BrokenSignals())

        when:
        def exit = Main.run(['torrent', 'create', 'a.img'] as String[], env)
        def log = directory.resolve('home/.local/state/ezio/ezio.log')

        then:
        exit == ExitCode.BUG
        err.toString('UTF-8').readLines().takeRight(2) == [
            'error: this is a bug in ezio: IllegalStateException: no signals here',
            "  details in $log; please report them".toString()
        ]
        Files.readString(log).contains('\tat ezio.shell.')
    }

    static class BrokenSignals extends TestSignals {
        @Override
        void listen(java.util.function.Consumer listener) {
            throw new IllegalStateException('no signals here')
        }
    }
}
