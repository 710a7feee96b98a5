package ezio.shell.console

import ezio.shell.env.ExitCode
import java.nio.file.Path
import spock.lang.Specification

class PlainConsoleSpec extends Specification implements ConsoleFixture {

    Console console

    def setup() {
        console = new PlainConsole(stream(outBytes), stream(errBytes), new Style(false), { nowNs })
    }

    def "results go to standard output, all else to standard error"() {
        when:
        console.result(Event.of(EventKind.COMPLETE, 'restore', 'done'))
        console.say(Event.of(EventKind.NOTE, 'restore', 'by the way'))
        console.say(Event.of(EventKind.WARNING, 'restore', 'mind that'))
        console.problem(new ConsoleFixture.Trouble('it broke', 'mend it'), ExitCode.DEVICE)
        console.problem(new ConsoleFixture.Trouble('it broke', null), ExitCode.DEVICE)
        console.bug(new IllegalStateException('oops'), Path.of('/x/ezio.log'))

        then:
        out == 'done\n'
        err == '''by the way
warning: mind that
error: it broke
  mend it
error: it broke
error: this is a bug in ezio: IllegalStateException: oops
  details in /x/ezio.log; please report them
'''
    }

    def "progress is shown after 10 s, or after 1 s when 5 % more are done"() {
        when:
        reports.each { seconds, done ->
            nowNs = (seconds * 1_000_000_000L) as long
            console.progress(line('hashing', done))
        }

        then:
        err.readLines()*.replaceAll(/,.*/, '') == shown

        where:
        reports                                  || shown
        [[0, 0]]                                 || []
        [[0, 0], [0.5, 500]]                     || []
        [[0, 0], [1, 40], [9, 49]]               || []
        [[0, 0], [1, 50]]                        || ['hashing: 5 %']
        [[0, 0], [10, 1]]                        || ['hashing: 0 %']
        [[0, 0], [1, 50], [1.5, 200], [2, 300]]  || ['hashing: 5 %', 'hashing: 30 %']
        [[0, 0], [1, 50], [5, 60], [11, 61]]     || ['hashing: 5 %', 'hashing: 6 %']
    }

    def "a line of progress has all there is to say"() {
        when:
        console.progress(line('[2/3] hashing', 0))
        nowNs = 20_000_000_000L
        console.progress(line('[2/3] hashing', 610, 1000, 'from 10.0.0.1'))

        then:
        err == '[2/3] hashing: 61 %, 610.0 / 1000 MiB, 100 MiB/s, 0:47 left, from 10.0.0.1\n'
    }

    def "work without an end is told of when it changes"() {
        when:
        ['idle', 'idle', 'idle', 'busy', 'idle'].eachWithIndex { words, i ->
            nowNs = i * 10_000_000_000L
            console.progress(ProgressLine.withoutBar('x', 'seed', 'root', words, [:]))
        }

        then:
        err == 'root: idle\nroot: busy\nroot: idle\n'
    }

    def "a hostile name cannot steer the terminal"() {
        when:
        console.result(Event.of(EventKind.TORRENT, 'show', 'name \u001b]0;owned\u0007\r\u009b2J\nsecond line'))

        then:
        out == 'name \\x1b]0;owned\\x07\\x0d\\x9b2J\nsecond line\n'
    }
}
