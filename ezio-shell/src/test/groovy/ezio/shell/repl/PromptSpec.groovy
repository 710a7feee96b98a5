package ezio.shell.repl

import ezio.shell.Program
import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The prompt as somebody at a terminal has it: one session after the other, as a start takes longer than all else. */
@Stepwise
@Timeout(180)
class PromptSpec extends Specification {

    static final String LISTEN = '--listen 127.0.0.1 --port 0'

    @Shared
    @TempDir
    Path directory

    @Shared
    Tmux tmux

    @Shared
    Program program

    /** Of the session's node, which the first seed or restore has started. */
    @Shared
    String port

    def setupSpec() {
        program = new Program(directory)
        program.image('root.img', 4 << 20)
        assert program.run('torrent', 'create', 'root.img') == ExitCode.OK
        startShell()
    }

    def cleanupSpec() {
        tmux?.close()
    }

    def setup() {
        // What was on the screen before is no answer to what comes.
        tmux.press('C-l')
        tmux.await(/\Aezio>$/)
    }

    private void startShell() {
        tmux?.close()
        tmux = new Tmux(directory)
        tmux.start()
        tmux.await(/(?m)^ezio>$/)
    }

    def "TAB completes commands, options, values and torrents"() {
        when: 'a command, a torrent, a file and an option are begun'
        tmux.type('ver')
        tmux.press('Tab')
        tmux.await(/ezio> verify$/)
        tmux.type('root.t')
        tmux.press('Tab')
        tmux.await(/ezio> verify root\.torrent$/)
        tmux.type('root.i')
        tmux.press('Tab')
        tmux.type('--sho')
        tmux.press('Tab')
        tmux.await(/ezio> verify root\.torrent root\.img --show$/)
        tmux.enter('3')

        then:
        tmux.await(/root: all 16 pieces on root\.img are right/)

        when: 'a list is asked for'
        tmux.type('seed ')
        tmux.press('Tab')

        then:
        tmux.await(/root\.torrent +\(4 MiB, .* ago\)/)

        when: 'the line is thrown away'
        tmux.press('C-c')

        then:
        tmux.await(/ezio>$/)
    }

    def "an open quote goes on in the next line, and an unknown command is an error"() {
        when:
        tmux.enter("verify 'root")
        tmux.await(/(?m)^ +> *$/)
        tmux.enter(".torrent' x")

        then:
        tmux.await(/error: root\n\.torrent: no such file\nexit 3 \(input\)/)

        when:
        tmux.enter('sead')

        then:
        tmux.await(/error: unknown command "sead", did you mean seed\?/)
        tmux.await(/exit 2 \(usage\)/)
    }

    def "Ctrl-C during a restore stops that command only; at the prompt it clears the line"() {
        given:
        def seeder = new Program(directory)
        seeder.variables.HOME = directory.resolve('seeder').toString()
        seeder.start('seed', 'root.torrent', 'root.img', '--trust', '--listen', '127.0.0.1', '--port', '0',
                '--upload-limit', '100KiB/s')
        def from = seeder.awaitStderr(/accepted on port (\d+)/)[1]

        when:
        tmux.enter("restore root.torrent copy.img --create fit $LISTEN --peer 127.0.0.1:$from")
        tmux.await(/(?m)^root .*━.* [1-9]\d? %/)
        port = tmux.find(/accepted on port (\d+)/)
        tmux.press('C-c')

        then:
        tmux.await(/stopping, writing what has arrived/)
        tmux.await(/exit 130 \(interrupted\)\nezio>/)

        when:
        tmux.type('nonsense that is not meant')
        tmux.await(/not meant/)
        tmux.press('C-c')
        tmux.await(/not meant\nezio>$/)
        tmux.enter('jobs')

        then:
        tmux.await(/no jobs/)
        !tmux.screen().contains('unknown command')

        cleanup:
        seeder.stop()
    }

    def "what is waited for, or watched, has a row below those of the jobs, and gives it back"() {
        given:
        tmux.enter("seed root.torrent root.img --background $LISTEN --stop-after copies=1")
        tmux.await(/\n\[1] root  ▲ 0 B\/s, 0 B sent, no peers$/)

        when:
        tmux.enter('wait --copies 3')

        then:
        tmux.await(/\n\[1] root +▲ 0 B\/s, 0 B sent, no peers\nwaiting +0 of 3 full copies$/)

        when:
        tmux.press('C-c')
        tmux.await(/no longer waiting\nexit 130 \(interrupted\)\nezio \[1]>/)
        tmux.enter('status --watch')

        then:
        tmux.await(/\n\[1] root +▲ 0 B\/s, 0 B sent, no peers\nroot +▲ 0 B\/s, 0 B sent, no peers$/)

        when: 'the image leaves the node'
        def target = new Program(directory)
        target.variables.HOME = directory.resolve('target').toString()
        target.start('restore', 'root.torrent', 'watched.img', '--create', 'fit', '--listen', '127.0.0.1', '--port', '0',
                '--peer', "127.0.0.1:$port")
        tmux.await(/\[1] seed root\.torrent .*: done/)

        then:
        tmux.await(/: done\s*$/)

        when:
        tmux.press('C-c')

        then:
        tmux.await(/no longer watching\nexit 130 \(interrupted\)\nezio>$/)

        cleanup:
        target.stop()
    }

    def "jobs stand in the bottom rows, and no line is lost, whatever the size"() {
        when:
        tmux.enter("seed root.torrent root.img --trust --background $LISTEN")

        then:
        tmux.await(/\[2] root: seeding 4 MiB from root\.img/)
        tmux.await(/\n\[2] root  ▲ 0 B\/s, 0 B sent, no peers$/)
        tmux.rows().size() == 24
        tmux.rows()[23].startsWith('[2] root')

        when: 'the window becomes smaller and larger, in the middle of what is typed and answered'
        [[60, 12], [100, 30], [70, 16], [60, 12], [80, 30], [90, 12], [60, 24], [60, 12]].eachWithIndex { size, i ->
            tmux.resize(size[0], size[1])
            tmux.enter("set s$i 1")
            tmux.await(/error: there is no setting "s$i"/)
        }

        then: 'the last rows are the prompt, below all that was printed, and the job'
        tmux.await(/exit 2 \(usage\)\nezio \[1]>\n\[2] root  ▲ 0 B\/s[^\n]*$/)
        tmux.rows().size() == 12

        when:
        tmux.resize(100, 30)
        tmux.awaitRow(29, /^\[2] root /)
        tmux.enter('settings')

        then: 'the end of the list is there: its beginning may be above the screen'
        tmux.await(/colours on a terminal/)
        tmux.await(/\n\[2] root  ▲ 0 B\/s, 0 B sent, no peers$/)
        tmux.rows()[29].startsWith('[2] root')

        when: 'a line that is two rows long is being typed'
        tmux.type('verify ' + 'x' * 110)
        tmux.await(/x{83}\nx{27}\n+\[2] root/)
        tmux.resize(80, 30)

        then: 'it is there once'
        tmux.await(/ezio \[1]> verify x{63}\nx{47}\n+\[2] root[^\n]+$/)
        tmux.screen().count('verify x') == 1

        when:
        tmux.press('C-c')
        tmux.await(/x\nezio \[1]>\n+\[2] root[^\n]+$/)
        tmux.enter('job stop 2')

        then:
        tmux.await(/\[2] seed root\.torrent .*: stopped/)
        tmux.await(/ezio>$/)
        tmux.resize(100, 24)
    }

    def "Ctrl-D asks once where jobs run"() {
        given:
        tmux.enter("seed root.torrent root.img --trust --background $LISTEN")
        tmux.await(/\n\[3] root  ▲ 0 B\/s, 0 B sent, no peers$/)

        when:
        tmux.press('C-d')

        then:
        tmux.await(/a job runs: \[3] seed root\.torrent .*\n  Ctrl-D or exit again stops it, and ends/)

        when:
        tmux.press('C-d')

        then:
        tmux.await(/\[3] seed root\.torrent .*: stopped/)
        tmux.await(/ended with 0/)
        !tmux.screen().contains('▲')

        cleanup:
        startShell()
    }

    def "Ctrl-D that is pressed while a command runs counts when it is done"() {
        given:
        def begun = directory.resolve('begun')
        tmux.enter(" groovy new File('$begun').text = ''; sleep 1000; 'slept'")
        new PollingConditions(timeout: 30).eventually { assert Files.exists(begun) }

        when:
        tmux.press('C-d')

        then:
        tmux.await(/slept\n[\s\S]*ended with 0/)

        cleanup:
        startShell()
    }

    def "history survives the session, but for lines that begin with a blank"() {
        given:
        tmux.enter(' settings --output json')
        tmux.await(/"settings"/)

        when:
        tmux.press('Up')

        then:
        tmux.await(/ezio> seed root\.torrent root\.img --trust --background/)

        when:
        // Ctrl-C would throw away what is typed right after it, too.
        tmux.press('C-u')
        tmux.enter('exit')
        tmux.await(/ended with 0/)

        then:
        def history = Files.readString(directory.resolve('state/ezio/history'))
        history.contains('verify root.torrent root.img --show 3')
        !history.contains('settings --output')

        cleanup:
        startShell()
    }

    def "a second Ctrl-C within 3 seconds ends ezio at once, with 130, and leaves no row behind"() {
        given: 'a tracker that takes connections and says nothing, so that the first takes its time'
        def deaf = new ServerSocket(0, 50, InetAddress.loopbackAddress)
        assert program.run('torrent', 'create', 'root.img', '-o', 'deaf.torrent', '--tracker',
                "http://127.0.0.1:$deaf.localPort/announce") == ExitCode.OK
        tmux.enter("seed deaf.torrent root.img $LISTEN")
        tmux.await(/root: seeding 4 MiB/)
        tmux.await(/\nroot  ▲/)

        when:
        tmux.press('C-c')
        tmux.await(/stopping, telling the peers/)
        tmux.press('C-c')

        then:
        tmux.await(/ended with 130/)
        !tmux.screen().contains('▲')
        tmux.scrollsWholly

        cleanup:
        deaf.close()
        startShell()
    }

    def "ezio reads no line of a terminal where it was told what to run"() {
        given:
        def other = new Tmux(directory)

        when:
        other.start('-c', 'settings')

        then:
        other.await(/cache-dir/)
        other.await(/ended with 0/)
        !other.screen().contains('ezio>')

        cleanup:
        other?.close()
    }
}
