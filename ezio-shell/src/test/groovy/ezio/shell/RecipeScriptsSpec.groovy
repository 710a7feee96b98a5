package ezio.shell

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The scripts that call recipes as the scripts of a server or a live system do: without a terminal. */
@Timeout(120)
class RecipeScriptsSpec extends Specification {

    static final int MIB = 1 << 20
    static final Path RECIPES = Path.of('').toAbsolutePath().parent.resolve('recipes')

    @TempDir
    Path directory

    List<Closure> undo = []

    def cleanup() {
        undo.reverse().each { it() }
    }

    private static String tool(Object... command) {
        def process = new ProcessBuilder(command*.toString()).redirectErrorStream(true).start()
        process.outputStream.close()
        def output = process.inputStream.text
        assert process.waitFor() == 0: "$command: $output"
        output.strip()
    }

    /** Makes a program "ezio" that runs the classes of this test. */
    private Path ezio() {
        def classPath = System.getProperty('surefire.real.class.path') ?: System.getProperty('java.class.path')
        def file = Files.createDirectories(directory.resolve('bin')).resolve('ezio')
        if (!Files.exists(file)) {
            def java = Path.of(System.getProperty('java.home'), 'bin', 'java')
            Files.writeString(file, "#!/bin/sh\nexec $java -XX:TieredStopAtLevel=1 -cp '$classPath' ezio.shell.Main \"\$@\"\n")
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rwxr-xr-x'))
        }
        file
    }

    private Process start(String script, Object... words) {
        def builder = new ProcessBuilder([RECIPES.resolve('bin').resolve(script).toString()] + words*.toString())
                .directory(directory.toFile()).redirectErrorStream(true)
        builder.environment().putAll([
                EZIO: ezio().toString(), EZIO_LOG: directory.resolve('log').toString(), EZIO_LOCK: directory.resolve('lock').toString(),
                HOME: directory.toString(), XDG_STATE_HOME: directory.toString()])
        builder.start()
    }

    /** Returns the exit code, and the last line of what the script says. */
    private List end(Process process) {
        def last = process.inputStream.text.readLines()[-1]
        assert process.waitFor() != 1: Files.readString(log())
        [process.exitValue(), last]
    }

    private Path log() {
        directory.resolve('log')
    }

    private Path image(String name, int bytes) {
        byte[] content = new byte[bytes]
        new Random(1).nextBytes(content)
        Files.write(directory.resolve(name), content)
    }

    private Path recipe(String text) {
        Files.writeString(directory.resolve('own.groovy'), text)
    }

    def "success: exit code 0, and everything is in the log"() {
        given:
        image('golden.img', MIB)

        expect:
        end(start('ezio-recipe', RECIPES.resolve('classroom.groovy'), '--golden', 'golden.img', '--targets', 1, '--in', directory)) ==
                [0, 'ezio-recipe: done']
        Files.readString(log()).contains('1 copies are right')
        Files.readString(log()).readLines()[-1].endsWith('ezio-recipe: done')
        Files.mismatch(directory.resolve('golden.img'), directory.resolve('pc1.img')) == -1
    }

    def "timeout: exit code 8"() {
        given:
        image('disk1', MIB)
        image('disk2', MIB)
        [1, 2].each { tool('mke2fs', '-q', '-F', '-t', 'ext2', directory.resolve("disk$it")) }

        expect:
        end(start('ezio-seed-lab', 1, directory.resolve('disk'), '--torrents', directory, '--announce-port', 0, '--gather', '1s',
                '--patience', '1s', '--after-failure', '1s')) ==
                [8, "ezio-seed-lab: exit 8: not every machine finished in time; see ${log()}".toString()]
        Files.readString(log()).contains('error: waited 1 s for 1 full copy, got 0\n')
        Files.readString(log()).contains('some machines may hold a partial copy')
        Files.readString(Path.of(log().toString() + '.json')).contains('"exitCode" : 8')
    }

    def "refused target: exit code 4, and nothing is written"() {
        given:
        def disk = image('disk1', MIB)
        Files.copy(disk, directory.resolve('disk2'))
        def before = Files.getLastModifiedTime(disk)

        expect:
        end(start('ezio-recipe', RECIPES.resolve('lab-restore.groovy'), '--disk', directory.resolve('disk'), '--from',
                'http://127.0.0.1:9/torrents')) ==
                [4, "ezio-recipe: exit 4: refused, nothing was written; see ${log()}".toString()]
        Files.readString(log()).contains('refused (overwrite-not-named)')
        Files.getLastModifiedTime(disk) == before
    }

    def "bad recipe: exit code 3"() {
        given:
        def own = recipe("deploy('x') {\n    steps {\n        sed 'root'\n    }\n}\n")

        expect:
        end(start('ezio-recipe', own)) ==
                [3, "ezio-recipe: exit 3: the recipe, a torrent or an image cannot be read; see ${log()}".toString()]
        Files.readString(log()).contains('own.groovy:3:9: ')
    }

    def "device failure: exit code 5, and no success before it"() {
        given: 'a disk that takes less than it has promised'
        def small = Files.createDirectories(directory.resolve('small'))
        tool('mount', '-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small)
        undo << { tool('umount', small) }
        def file = small.resolve('disk')
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { it.length = 8 * MIB }
        def loop = tool('losetup', '-f', '--show', file)
        undo << { tool('losetup', '-d', loop) }
        image('golden.img', 8 * MIB)
        def own = recipe("""
            deploy('x') {
                node 'target'
                file 'golden.img', image: 'golden', torrent: 'golden.torrent'
                volume '$loop', image: 'copy', torrent: 'golden.torrent', on: 'target'
                steps {
                    createTorrent 'golden'
                    seed 'golden'
                    restore 'copy', on: 'target', timeout: 1.minutes
                    message 'never'
                }
            }
            """)

        expect:
        end(start('ezio-recipe', '--overwrite', loop, own)) ==
                [5, "ezio-recipe: exit 5: a disk or a command has failed; see ${log()}".toString()]
        Files.readString(log()).contains(loop)
        !Files.readString(log()).contains('never')
    }

    def "killed: exit code 143 after a clean stop, and meanwhile nobody else gets in"() {
        given:
        image('golden.img', MIB)
        def own = recipe("""
            deploy('x') {
                file 'golden.img', image: 'golden', torrent: 'golden.torrent'
                steps {
                    createTorrent 'golden'
                    seed 'golden'
                    waitForCopies 1
                }
            }
            """)
        def running = start('ezio-recipe', own)

        expect:
        new PollingConditions(timeout: 60).eventually {
            assert Files.exists(log()) && Files.readString(log()).contains('3. wait for 1 full copy')
        }
        end(start('ezio-recipe', own)) == [4, "ezio-recipe: another run holds ${directory.resolve('lock')}".toString()]

        when:
        // Not Process.destroy, which would close the pipe that the script speaks into.
        running.toHandle().destroy()

        then:
        end(running) == [143, "ezio-recipe: exit 143: stopped, what was written is synced; see ${log()}".toString()]
        Files.readString(log()).contains('x: stopped after ')
        !running.descendants().findAny().present
        running.waitFor(1, TimeUnit.SECONDS)
    }

    def "the scripts are clean for shellcheck"() {
        expect:
        tool('shellcheck', '-x', *Files.list(RECIPES.resolve('bin')).withCloseable { it*.toString().sort() }) == ''
    }
}
