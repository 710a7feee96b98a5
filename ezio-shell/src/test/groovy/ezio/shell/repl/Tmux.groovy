package ezio.shell.repl

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport

/** A terminal in which a program runs: what is typed goes in, what a person would see comes out. */
class Tmux implements Closeable {

    private final Path socket
    final Path directory

    Tmux(Path directory) {
        this.directory = directory
        // The name of a socket has 107 bytes at most.
        this.socket = Files.createTempDirectory('ezio-tmux').resolve('socket')
    }

    /** Starts ezio; its exit code is the last line of the screen when it has ended. */
    void start(int columns = 100, int rows = 24, String... arguments) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def command = [java, '-cp', System.getProperty('java.class.path'), 'ezio.shell.Main', *arguments]
                .collect { "'$it'" }
                .join(' ')
        run('-f', '/dev/null', 'new-session', '-d', '-x', "$columns", '-y', "$rows", '-c', directory.toString(),
                '-e', "XDG_STATE_HOME=$directory/state", '-e', 'LC_ALL=C.UTF-8', '-e', "HOME=$directory",
                "$command; echo ended with \$?; cat")
    }

    /** Presses keys: "Enter", "Tab", "C-c"; anything else is typed as it stands. */
    void press(String... keys) {
        keys.each { run('send-keys', '--', it) }
    }

    void type(String text) {
        run('send-keys', '-l', '--', text)
    }

    void enter(String line) {
        type(line)
        press('Enter')
    }

    void resize(int columns, int rows) {
        run('resize-window', '-x', "$columns", '-y', "$rows")
    }

    /** The rows of the screen, without blanks at their ends. */
    List<String> rows() {
        run('capture-pane', '-p').readLines()*.stripTrailing()
    }

    String screen() {
        rows().join('\n').stripTrailing()
    }

    /** Waits until the screen has a match. */
    void await(String regex) {
        awaitMatch(regex) { screen() }
    }

    /** Waits until a row of the screen has a match; the first is 0. */
    void awaitRow(int row, String regex) {
        awaitMatch(regex) { rows()[row] ?: '' }
    }

    /** Returns the first group of what the screen has. */
    String find(String regex) {
        def matcher = screen() =~ regex
        assert matcher.find(): "no $regex on:\n${screen()}"
        matcher.group(1)
    }

    /** Whether a line below the last row moves all others up. */
    boolean isScrollsWholly() {
        def last = run('display-message', '-p', '#{scroll_region_upper} #{scroll_region_lower} #{pane_height}').strip().split(' ')*.toInteger()
        last[0] == 0 && last[1] == last[2] - 1
    }

    private void awaitMatch(String regex, Closure<String> text) {
        def pattern = ~regex
        long until = System.nanoTime() + 60_000_000_000L
        while (!pattern.matcher(text()).find()) {
            assert System.nanoTime() < until: "no $regex on:\n${screen()}"
            LockSupport.parkNanos(50_000_000)
        }
    }

    private String run(String... words) {
        def process = new ProcessBuilder(['tmux', '-S', socket.toString(), *words]).redirectErrorStream(true).start()
        def output = new String(process.inputStream.readAllBytes(), StandardCharsets.UTF_8)
        assert process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0: "tmux $words: $output"
        output
    }

    @Override
    void close() {
        new ProcessBuilder('tmux', '-S', socket.toString(), 'kill-server').start().waitFor(10, TimeUnit.SECONDS)
        Files.deleteIfExists(socket)
        Files.deleteIfExists(socket.parent)
    }
}
