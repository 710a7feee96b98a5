package ezio.shell.console

import ezio.shell.TestSignals
import ezio.shell.env.Env
import ezio.shell.env.ExitCode
import ezio.shell.env.TerminalSize
import java.nio.file.Path
import spock.lang.Specification

class ConsoleChoiceSpec extends Specification implements ConsoleFixture {

    def "#mode with #variables, #terminal, is #expected"() {
        given:
        def env = new Env(stream(outBytes), stream(errBytes), variables, Path.of('/'),
                terminal == 'a terminal' ? Optional.of({ TerminalSize.USUAL } as ezio.shell.env.Terminal) : Optional.empty(),
                new TestSignals())

        when:
        def console = Console.open(env, mode, color)
        console.problem(new ConsoleFixture.Trouble('x', null), ExitCode.DEVICE)

        then:
        console.class == expected
        err.contains('\u001b[') == colored

        where:
        mode                | color            | variables                   | terminal     || expected        | colored
        OutputMode.AUTO     | ColorMode.AUTO   | [TERM: 'xterm']             | 'a terminal' || TerminalConsole | true
        OutputMode.AUTO     | ColorMode.AUTO   | [TERM: 'xterm', NO_COLOR: '1'] | 'a terminal' || TerminalConsole | false
        OutputMode.AUTO     | ColorMode.ALWAYS | [TERM: 'xterm', NO_COLOR: '1'] | 'a terminal' || TerminalConsole | true
        OutputMode.AUTO     | ColorMode.NEVER  | [TERM: 'xterm']             | 'a terminal' || TerminalConsole | false
        OutputMode.AUTO     | ColorMode.AUTO   | [TERM: 'dumb']              | 'a terminal' || PlainConsole    | false
        OutputMode.AUTO     | ColorMode.AUTO   | [:]                         | 'a terminal' || PlainConsole    | false
        OutputMode.AUTO     | ColorMode.AUTO   | [TERM: 'xterm']             | 'a pipe'     || PlainConsole    | false
        OutputMode.AUTO     | ColorMode.ALWAYS | [TERM: 'xterm']             | 'a pipe'     || PlainConsole    | true
        OutputMode.TERMINAL | ColorMode.AUTO   | [TERM: 'xterm']             | 'a pipe'     || TerminalConsole | false
        OutputMode.PLAIN    | ColorMode.AUTO   | [TERM: 'xterm']             | 'a terminal' || PlainConsole    | false
        OutputMode.JSON     | ColorMode.ALWAYS | [TERM: 'xterm']             | 'a terminal' || JsonConsole     | false
    }

    def "bars are of #characters where the locale is #locale"() {
        given:
        def env = new Env(stream(outBytes), stream(errBytes), locale, Path.of('/'), Optional.empty(), new TestSignals())

        expect:
        BarStyle.of(env).filled(4, 0.7) == characters

        where:
        locale                                       || characters
        [LANG: 'en_US.UTF-8']                        || '━━╸'
        [LANG: 'C.utf8']                             || '━━╸'
        [LC_ALL: 'C', LANG: 'en_US.UTF-8']           || '==>'
        [LC_CTYPE: 'de_DE.UTF-8', LANG: 'C']         || '━━╸'
        [LANG: 'de_DE']                              || '==>'
        [:]                                          || '==>'
    }

    def "#done of #total bytes are printed as '#text'"() {
        expect:
        Words.doneOfTotal(done, total) == text

        where:
        done        | total       || text
        0           | 100         || '0 / 100 B'
        50          | 100         || '50 / 100 B'
        100         | 100         || '100 / 100 B'
        1536L << 10 | 3L << 20    || '1.5 / 3 MiB'
        3L << 20    | 3L << 20    || '3 / 3 MiB'
        0           | 3L << 30    || '0 / 3 GiB'
    }

    def "a rate of #rate bytes is printed as '#text'"() {
        expect:
        Words.rate(new ezio.core.unit.Rate(rate)) == text

        where:
        rate        || text
        0           || '0 B/s'
        999         || '999 B/s'
        1000        || '1.0 KiB/s'
        1536 << 10  || '1.5 MiB/s'
        512 << 20   || '512 MiB/s'
        1000L << 20 || '1.0 GiB/s'
    }

    def "a table has columns as wide as their longest entry"() {
        given:
        def table = new Table('A', 'LONG', 'C')
        table.add('long entry', 'x', '')
        table.add('y', 'z', 'last')

        expect:
        table.text() == 'A           LONG  C\nlong entry  x\ny           z     last'
    }
}
