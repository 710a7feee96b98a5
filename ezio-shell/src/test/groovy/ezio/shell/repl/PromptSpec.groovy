package ezio.shell.repl

import ezio.shell.Program
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The prompt as somebody at a terminal has it. */
@Timeout(180)
class PromptSpec extends Specification {

    @TempDir
    Path directory

    @AutoCleanup
    Tmux tmux

    Program program

    def setup() {
        program = new Program(directory)
        tmux = new Tmux(directory)
        program.image('root.img', 4 << 20)
        assert program.run('torrent', 'create', 'root.img') == ExitCode.OK
    }

    private void startShell() {
        tmux.start()
        tmux.await(/(?m)^ezio>$/)
    }

    def "TAB completes commands, options, values and torrents; history survives the session"() {
        given:
        startShell()

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

        when: 'the line is thrown away, one is hidden from the history, and the session ended'
        tmux.press('C-c')
        tmux.await(/ezio>\s*$/)
        tmux.enter(' settings --output json')
        tmux.await(/"settings"/)
        tmux.enter('exit')
        tmux.await(/ended with 0/)
        tmux.close()
        tmux = new Tmux(directory)
        startShell()
        tmux.press('Up')

        then:
        tmux.await(/ezio> exit$/)

        when:
        tmux.press('Up')

        then:
        tmux.await(/ezio> verify root\.torrent root\.img --show 3$/)
        Files.readString(directory.resolve('state/ezio/history')).contains('verify')
        !Files.readString(directory.resolve('state/ezio/history')).contains('settings')
    }

    def "an open quote goes on in the next line, and an unknown command is an error"() {
        given:
        startShell()

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
        def port = seeder.awaitStderr(/accepted on port (\d+)/)[1]
        startShell()

        when:
        tmux.enter("restore root.torrent copy.img --create fit --listen 127.0.0.1 --port 0 --peer 127.0.0.1:$port")
        tmux.await(/(?m)^root .*━.* [1-9]\d? %/)
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
        seeder.stop(StopSignal.TERM)
    }

    def "a second Ctrl-C within 3 seconds ends ezio at once, with 130"() {
        given: 'a tracker that takes connections and says nothing, so that the first takes its time'
        def deaf = new ServerSocket(0, 50, InetAddress.loopbackAddress)
        assert program.run('torrent', 'create', 'root.img', '-o', 'deaf.torrent', '--tracker',
                "http://127.0.0.1:$deaf.localPort/announce") == ExitCode.OK
        startShell()
        tmux.enter('seed deaf.torrent root.img --listen 127.0.0.1 --port 0')
        tmux.await(/root: seeding 4 MiB/)

        when:
        tmux.press('C-c')
        tmux.await(/stopping, telling the peers/)
        tmux.press('C-c')

        then:
        tmux.await(/ended with 130/)

        cleanup:
        deaf.close()
    }

    def "what is waited for, or watched, has a row below those of the jobs, and gives it back"() {
        given:
        startShell()
        tmux.enter('seed root.torrent root.img --background --listen 127.0.0.1 --port 0 --stop-after time=12s')
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
        tmux.await(/\[1] seed root\.torrent .*: done/)

        then:
        tmux.await(/: done\s*$/)

        when:
        tmux.press('C-c')

        then:
        tmux.await(/no longer watching\nexit 130 \(interrupted\)\nezio>$/)
    }

    def "jobs stand in the bottom rows, whatever the size; Ctrl-D asks once"() {
        given:
        startShell()

        when:
        tmux.enter('seed root.torrent root.img --background --listen 127.0.0.1 --port 0')

        then:
        tmux.await(/\[1] root: seeding 4 MiB from root\.img/)
        tmux.await(/\n\[1] root  ▲ 0 B\/s, 0 B sent, no peers$/)
        tmux.rows().size() == 24
        tmux.rows()[23].startsWith('[1] root')

        when: 'the window becomes smaller, and larger again'
        tmux.resize(60, 12)
        tmux.enter('jobs')

        then:
        tmux.await(/(?m)^1 +running/)
        tmux.await(/\n\[1] root  ▲ 0 B\/s/)
        tmux.rows()[11].startsWith('[1] root')

        when:
        tmux.resize(100, 30)
        tmux.awaitRow(29, /^\[1] root /)
        tmux.enter('settings')

        then: 'the end of the list is there: its beginning may be above the screen'
        tmux.await(/colours on a terminal/)
        tmux.await(/\n\[1] root  ▲ 0 B\/s, 0 B sent, no peers$/)
        tmux.rows()[29].startsWith('[1] root')

        when:
        tmux.press('C-d')

        then:
        tmux.await(/a job runs: \[1] seed root\.torrent .*\n  Ctrl-D or exit again stops it, and ends/)

        when:
        tmux.press('C-d')

        then:
        tmux.await(/\[1] seed root\.torrent .*: stopped/)
        tmux.await(/ended with 0/)
    }

    def "ezio reads no line of a terminal where it was told what to run"() {
        when:
        tmux.start('-c', 'settings')

        then:
        tmux.await(/cache-dir/)
        tmux.await(/ended with 0/)
        !tmux.screen().contains('ezio>')
    }
}
