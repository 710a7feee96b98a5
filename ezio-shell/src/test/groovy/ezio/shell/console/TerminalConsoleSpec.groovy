package ezio.shell.console

import ezio.shell.env.TerminalSize
import spock.lang.Specification

class TerminalConsoleSpec extends Specification implements ConsoleFixture {

    static final String ESC = '\u001b'

    TerminalSize size = new TerminalSize(80, 24)
    Console console

    def setup() {
        console = new TerminalConsole(
                stream(outBytes), stream(errBytes), { size }, new Style(false), BarStyle.LINES, { nowNs })
    }

    /** What a terminal would show after all that was printed to standard error. */
    private List<String> screen() {
        List<String> rows = ['']
        int row = 0
        int column = 0
        def text = err
        for (int i = 0; i < text.length(); i++) {
            def c = text[i]
            if (c == ESC) {
                def end = (i + 2..<text.length()).find { Character.isLetter(text.charAt(it)) }
                def number = text.substring(i + 2, end)
                switch (text[end]) {
                    case 'A': row -= number as int; break
                    case 'K': rows[row] = rows[row].take(column); break
                    case 'J': rows = rows.take(row) + [rows[row].take(column)]; break
                    default: assert false: "unknown escape ${text[end]}"
                }
                i = end
            } else if (c == '\n') {
                row++
                column = 0
                if (rows.size() == row) {
                    rows << ''
                }
            } else if (c == '\r') {
                column = 0
            } else {
                rows[row] = rows[row].padRight(column).take(column) + c + rows[row].drop(column + 1)
                column++
            }
        }
        rows
    }

    def "bars are drawn again in their place, one line each"() {
        when:
        console.progress(line('sda1', 0))
        console.progress(line('sda2', 250))
        nowNs = 1_000_000_000L
        console.progress(line('sda1', 500))

        then:
        screen().size() == 3
        screen()[0].startsWith('sda1 ━━━━')
        screen()[0].contains(' 50 %  500.0 / 1000 MiB  100 MiB/s  0:47 left')
        screen()[1].contains(' 25 %')
    }

    def "lines scroll above the bars"() {
        when:
        console.progress(line('sda1', 500))
        console.say(Event.of(EventKind.NOTE, 'x', 'a note'))
        console.say(Event.of(EventKind.NOTE, 'x', 'another'))

        then:
        screen()[0..1] == ['a note', 'another']
        screen()[2].startsWith('sda1 ')
        screen().size() == 4
    }

    def "a bar goes when its work has ended, and all go at the end"() {
        when:
        console.progress(line('sda1', 500))
        console.progress(line('sda2', 500))
        console.progressEnded('sda1')

        then:
        screen()[0].startsWith('sda2 ')
        screen().size() == 2

        when:
        console.close()

        then:
        screen() == ['']
    }

    def "is drawn ten times a second at most, but always when something is done"() {
        when:
        console.progress(line('sda1', 0))
        int first = errBytes.size()
        nowNs = 99_000_000L
        console.progress(line('sda1', 500))

        then:
        errBytes.size() == first

        when:
        console.progress(line('sda1', 1000))

        then:
        screen()[0].contains('100 %')
    }

    def "no row is wider than a terminal of #columns columns, nor are there more than fit #rows rows"() {
        given:
        size = new TerminalSize(columns, rows)

        when:
        (1..8).each {
            console.progress(line("partition-with-a-very-long-name-$it", 100 * it, 1000, 'from 10.0.0.1 81 MiB/s, 10.0.0.7'))
        }

        then:
        screen()*.length().max() < columns
        screen().size() <= Math.max(2, rows - 1)
        rows > 10 || screen()[-2] ==~ /… and \d more/

        where:
        columns | rows
        200     | 50
        120     | 24
        80      | 24
        60      | 6
        20      | 4
    }

    def "work without an end has words in place of a bar"() {
        when:
        console.progress(ProgressLine.withoutBar('x', 'seed', 'root', '▲ 118 MiB/s, 24 peers', [:]))

        then:
        screen()[0] == 'root  ▲ 118 MiB/s, 24 peers'
    }
}
