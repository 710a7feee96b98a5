package ezio.shell.repl

import java.nio.charset.StandardCharsets
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import org.jline.reader.Completer
import org.jline.terminal.Size
import org.jline.terminal.Terminal
import org.jline.terminal.impl.LineDisciplineTerminal
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** The prompt on a terminal that keeps what it is sent. */
@Timeout(60)
class PromptReaderSpec extends Specification {

    static final String SCROLLS_WHOLLY = '\u001b[r'

    def sent = new ByteArrayOutputStream()

    @AutoCleanup
    LineDisciplineTerminal terminal = new LineDisciplineTerminal('spec', 'xterm', sent, StandardCharsets.UTF_8)

    @AutoCleanup
    PromptReader reader

    def setup() {
        terminal.size = new Size(80, 24)
        reader = new PromptReader(terminal, '/home/somebody')
    }

    private String screen() {
        terminal.flush()
        sent.toString(StandardCharsets.UTF_8)
    }

    private void await(String text) {
        long until = System.nanoTime() + 20_000_000_000L
        while (!screen().contains(text)) {
            assert System.nanoTime() < until: "no $text in: ${screen().inspect()}"
            Thread.onSpinWait()
        }
    }

    def "who prints does not wait for who looks for completions, even if those wait for who prints"() {
        given: 'a completion that ends when something was printed'
        def asked = new CountDownLatch(1)
        def printed = new CountDownLatch(1)
        boolean inTime = false
        reader.completer = { of, line, candidates ->
            asked.countDown()
            inTime = printed.await(20, TimeUnit.SECONDS)
        } as Completer
        def line = CompletableFuture.supplyAsync { reader.readLine('ezio> ') }

        when:
        await('ezio> ')
        terminal.processInputBytes('seed\t'.bytes)
        asked.await()
        reader.print('a peer joined')
        reader.bottom { size -> ['[1] root'] }
        printed.countDown()

        then:
        await('a peer joined')
        await('[1] root')
        inTime

        when:
        terminal.processInputBytes('\r'.bytes)

        then:
        line.get(20, TimeUnit.SECONDS) == 'seed'
    }

    def "lines are printed in their order, before the next prompt, while all of the terminal scrolls"() {
        given:
        reader.bottom { size -> ['[1] root'] }
        await('[1] root')

        when:
        (1..100).each { reader.print("line $it") }
        terminal.processInputBytes('jobs\r'.bytes)

        then:
        reader.readLine('ezio> ') == 'jobs'

        and: 'a terminal that has shrunk, and has not told yet, would keep its last lines one over the other'
        def before = screen().substring(0, screen().indexOf('ezio> '))
        before.findAll(/line \d+/) == (1..100).collect { "line $it" }
        before.lastIndexOf(SCROLLS_WHOLLY, before.indexOf('line 1\r')) > before.indexOf('[1] root')
    }

    def "rows at the bottom are laid out for the size that the terminal has now, and counted from its last row"() {
        given:
        reader.bottom { size -> ["for $size.columns columns" as String, "and $size.rows rows" as String] }
        await('and 24 rows')
        sent.reset()

        when:
        terminal.size = new Size(60, 12)
        terminal.raise(Terminal.Signal.WINCH)

        then:
        await('for 60 columns')
        screen().contains('and 12 rows')

        and: 'two rows less scroll, and nothing is addressed by the number of its row but the last, whichever that is'
        screen().contains('\u001b[1;10r')
        screen().findAll(/\u001b\[\d+;\d+H/) == ['\u001b[999;1H']
    }

    def "the rows are given back at the end"() {
        given:
        reader.bottom { size -> ['[1] root'] }
        await('[1] root')
        sent.reset()

        when:
        reader.close()

        then:
        screen().contains(SCROLLS_WHOLLY)
        !screen().contains('[1] root')
    }
}
