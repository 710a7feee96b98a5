package ezio.shell

import ezio.shell.demo.Launch
import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The program in a process of its own, which is killed in the middle of a restore. */
@Timeout(120)
class CutOffRestoreSpec extends Specification {

    static final int PIECE = 256 << 10
    static final int PIECES = 64

    @TempDir
    Path directory

    Path image
    Program seeder
    String url
    Process process
    Process recipe
    def soon = new PollingConditions(timeout: 60, delay: 0.05)

    def setup() {
        image = program().image('sda1.img', PIECES * PIECE)
        assert program().run('torrent', 'create', 'sda1.img', '--piece-length', '256KiB') == ExitCode.OK
        seeder = program().start('seed', 'sda1.torrent', 'sda1.img', '--tracker', '--tracker-port', 0, '--listen',
                '127.0.0.1', '--port', 0)
        url = seeder.awaitStderr(/the torrent is at (\S+)/)[1]
        seeder.awaitStderr(/seeding 16 MiB/)
    }

    def cleanup() {
        process?.destroyForcibly()
        recipe?.destroyForcibly()
        seeder?.stop(StopSignal.TERM)
    }

    private Program program() {
        new Program(directory)
    }

    /** Restores 16 MiB in a process of its own, slowly. */
    private Process startRestore(String rate) {
        process = startProcess(directory, 'restore', url, 'copy.img', '--create', 'fit', '--listen', '127.0.0.1', '--port', 0,
                '--download-limit', rate)
    }

    private Process startProcess(Path home, Object... words) {
        def builder = new ProcessBuilder(Launch.command() + (words as List)*.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve('restore.log').toFile())
        builder.environment().put('HOME', home.toString())
        builder.environment().keySet().removeAll { it.startsWith('XDG_') }
        builder.start()
    }

    private List<Path> journals(Path home = directory) {
        def at = home.resolve('.local/state/ezio/journals')
        Files.isDirectory(at) ? Files.list(at).withCloseable { it.toList() }.findAll { it.toString().endsWith('.journal') } : []
    }

    /** Ends the restore at full speed, and returns what it said of going on. */
    private List<String> finish(Object... more) {
        def target = program()
        assert target.run(*(['restore', url, 'copy.img', '--create', 'fit', '--listen', '127.0.0.1', '--port', 0,
                             '--stop-after', 'now'] + (more as List))) == ExitCode.OK
        assert Files.mismatch(image, directory.resolve('copy.img')) == -1
        assert journals().empty
        def fetched = target.stdout =~ /from the seeder ([\d.]+) MiB/
        [target.stderr.readLines().find { it =~ /continuing|record|fetch/ } ?: '', fetched[0][1] as String]
    }

    def "killed without warning, and overwritten in part while it was down, it goes on and ends right, and a recipe so too"() {
        given: 'a recipe in a home of its own, at the same time: what is written is put on record after ten seconds'
        def home = Files.createDirectories(directory.resolve('home'))
        Files.writeString(directory.resolve('room.groovy'), """\
            deploy('room') {
                file 'room.img', image: 'room', torrent: '$url'
                steps {
                    restore 'room', create: true
                    verify 'room'
                }
            }
            """.stripIndent())
        def options = ['--listen', '127.0.0.1', '--port', 0, 'room.groovy']
        recipe = startProcess(home, 'run', '--download-limit', '256KiB/s', *options)
        startRestore('256KiB/s')
        soon.eventually { assert !journals().empty && !journals(home).empty }

        when: 'some pieces later, that are not on record'
        def copy = directory.resolve('copy.img')
        [process, recipe].each { it.destroyForcibly().waitFor(10, TimeUnit.SECONDS) }
        int recorded = (Files.readString(journals()[0]) =~ /held: (\S+)/)[0][1].decodeBase64()
                .collect { Integer.bitCount(it & 0xff) }.sum()
        def first = Files.readAllBytes(copy)
        def right = Files.readAllBytes(image)
        int damaged = (0..<PIECES).find { piece ->
            Arrays.equals(first, piece * PIECE, (piece + 1) * PIECE, right, piece * PIECE, (piece + 1) * PIECE)
        }
        new RandomAccessFile(copy.toFile(), 'rw').withCloseable {
            it.seek(damaged * PIECE + 77)
            it.write(first[damaged * PIECE + 77] ^ 1)
        }
        def (note, fetchedMib) = finish()

        then:
        recorded > 4 && recorded < PIECES
        note == "sda1: continuing: hashing $recorded of $PIECES pieces first that were written before the restore was cut" +
                ' off; --fresh fetches all'
        (fetchedMib as double) < 16
        (fetchedMib as double) >= (PIECES - recorded) / 4

        when: 'the recipe goes on'
        assert Files.mismatch(image, directory.resolve('room.img')) != -1
        def again = program()
        again.variables.HOME = home.toString()
        def exit = again.run('run', '--resume', *options)
        assert exit == ExitCode.OK: again.stderr

        then: 'it may, for it has made the file, and says so'
        again.stderr =~ /room: continuing: hashing \d+ of 64 pieces first that were written before the restore was cut off; "fresh: true" fetches all\n/
        Files.mismatch(image, directory.resolve('room.img')) == -1
        journals(home).empty
    }

    def "stopped by SIGTERM it puts on record what it has, ends with 143, and goes on without hashing"() {
        given:
        startRestore('512KiB/s')
        soon.eventually {
            assert Files.exists(directory.resolve('copy.img'))
            assert Files.readString(directory.resolve('restore.log')).contains('restoring')
        }
        soon.eventually {
            def log = Files.readString(directory.resolve('restore.log'))
            def copy = Files.readAllBytes(directory.resolve('copy.img'))
            assert (0..<PIECES).count { copy[it * PIECE] != 0 } > 6: log
        }

        when:
        process.destroy()

        then:
        process.waitFor(20, TimeUnit.SECONDS)
        process.exitValue() == 143
        journals().size() == 1

        when:
        def (note, fetchedMib) = finish()
        def count = (note =~ /^sda1: continuing: (\d+) of 64 pieces are there, and nothing was written since; --recheck hashes them$/)

        then:
        count.matches()
        // It is printed with one decimal.
        Math.abs((fetchedMib as double) - (PIECES - (count.group(1) as int)) / 4) < 0.1
    }

    def "with --fresh everything is fetched again"() {
        given:
        startRestore('512KiB/s')
        soon.eventually {
            assert Files.exists(directory.resolve('copy.img'))
            def copy = Files.readAllBytes(directory.resolve('copy.img'))
            assert (0..<PIECES).count { copy[it * PIECE] != 0 } > 4
        }
        process.destroy()
        process.waitFor(20, TimeUnit.SECONDS)

        expect:
        finish('--fresh', '--overwrite', 'copy.img') == ['', '16']
    }

    def "--fresh and --recheck contradict each other"() {
        given:
        def target = program()

        expect:
        target.run('restore', 'sda1.torrent', 'copy.img', '--fresh', '--recheck') == ExitCode.USAGE
        target.stderr.readLines()[0] == 'error: --fresh and --recheck contradict each other'
    }
}
