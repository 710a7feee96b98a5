package ezio.shell

import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The recipes of the project, on loop devices and image files with file systems. */
@Timeout(90)
class RecipesSpec extends Specification {

    static final int MIB = 1 << 20
    static final Path RECIPES = Path.of('').toAbsolutePath().parent.resolve('recipes')

    @TempDir
    Path directory

    List<String> loops = []
    List<Program> started = []

    def cleanup() {
        started.each { it.isRunning() ? it.stop(StopSignal.TERM) : null }
        loops.each {
            tool('partx', '-d', it)
            tool('losetup', '-d', it)
        }
    }

    private static String tool(Object... command) {
        def process = new ProcessBuilder(command*.toString()).redirectErrorStream(true).start()
        process.outputStream.close()
        def output = process.inputStream.text
        assert process.waitFor() == 0: "$command: $output"
        output.strip()
    }

    private Program program(String home = 'home') {
        def program = new Program(Files.createDirectories(directory.resolve(home)))
        program.variables.XDG_STATE_HOME = directory.resolve(home).toString()
        program
    }

    /** Makes a disk of 2 partitions on a loop device; returns its device. */
    private String disk(String name) {
        def file = directory.resolve(name)
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { it.length = 48 * MIB }
        def table = new ProcessBuilder('sfdisk', '-q', file.toString()).redirectErrorStream(true).start()
        table.outputStream.withWriter { it << 'label: gpt\nsize=8MiB\nsize=24MiB\n' }
        assert table.waitFor() == 0
        def loop = tool('losetup', '-f', '--show', file)
        loops << loop
        // Not -P: where the kernel has no partitions on loop devices by itself, this makes them.
        tool('partx', '-a', loop)
        loop
    }

    private void format(String disk, int seed) {
        tool('mkfs.fat', "${disk}p1")
        def files = Files.createDirectories(directory.resolve("files$seed"))
        byte[] bytes = new byte[3 * MIB]
        new Random(seed).nextBytes(bytes)
        Files.write(files.resolve('data'), bytes)
        tool('mke2fs', '-q', '-t', 'ext4', '-d', files, "${disk}p2")
        tool('blockdev', '--flushbufs', "${disk}p2")
    }

    private static List<String> net() {
        ['--listen', '127.0.0.1', '--port', '0']
    }

    private Program start(Program program, Object... words) {
        started << program
        program.start(*(['run'] + net() + (words as List)))
    }

    private ExitCode run(Program program, Object... words) {
        program.run(*(['run'] + net() + (words as List)))
    }

    private Map report(Program program) {
        new JsonSlurper().parse(program.directory.resolve('report.json').toFile()) as Map
    }

    def "lab-seed and lab-restore copy two partitions from one disk to another"() {
        given:
        def golden = disk('golden.img')
        def target = disk('target.img')
        format(golden, 1)
        def seeder = start(program('seeder'), '--report', 'report.json', RECIPES.resolve('lab-seed.groovy'), '--disk', golden,
                '--machines', 1, '--announce-port', 0, '--gather', '1s', '--patience', '60s')
        def url = seeder.awaitStderr(/the torrent is at (\S+)\/efi.torrent/)[1]
        seeder.awaitStderr(/the torrent is at \S+\/root.torrent/)
        def restorer = program('target')

        when: 'nobody has named the disk'
        def exit = run(restorer, RECIPES.resolve('lab-restore.groovy'), '--disk', target, '--from', url, '--report', 'report.json')

        then:
        exit == ExitCode.REFUSED
        report(restorer).with { [outcome, exitCode, steps] } == ['failed', 4, []]
        report(restorer).failures*.message == (1..2).collect { "refused (overwrite-not-named): this plan writes to ${target}p$it".toString() }
        restorer.stderr.contains("error: refused (overwrite-not-named): this plan writes to ${target}p1\n")
        restorer.stderr.contains("error: refused (overwrite-not-named): this plan writes to ${target}p2\n")

        when:
        restorer = program('target')
        exit = run(restorer, '--report', 'report.json', RECIPES.resolve('lab-restore.groovy'), '--disk', target, '--from', url,
                '--overwrite', target, '--idle', '1s')

        then:
        restorer.stderr.readLines().findAll { it.startsWith('error') } == []
        exit == ExitCode.OK
        restorer.stdout ==~ /lab-restore: done after .*\n/
        seeder.await() == ExitCode.OK
        seeder.stdout ==~ /lab-seed: done after .*\n/
        tool('e2fsck', '-fn', "${target}p2")
        tool('cmp', "${golden}p1", "${target}p1") == ''
        report(restorer).steps*.state.unique() == ['done']
        report(seeder).steps.find { it.word == 'waitForCopies' }.got == 1
        report(seeder).images*.copies == [1, 1]
    }

    def "classroom rehearses a room on one machine"() {
        given:
        def room = program()
        room.image('golden.img', 5 * MIB)

        expect:
        run(room, RECIPES.resolve('classroom.groovy'), '--golden', 'golden.img', '--targets', 3, '--in', room.directory) == ExitCode.OK
        room.stderr.contains('3 copies are right\n')
        (1..3).every { Files.mismatch(room.directory.resolve('golden.img'), room.directory.resolve("pc${it}.img")) == -1 }
    }

    def "capture-and-seed captures what is used, and seeds it"() {
        given:
        def golden = disk('golden.img')
        format(golden, 2)
        def seeder = start(program('seeder'), RECIPES.resolve('capture-and-seed.groovy'), '--disk', golden, '--partitions', '2',
                '--to', directory.resolve('images'), '--announce-port', 0, '--slices')
        def url = seeder.awaitStderr(/the torrent is at (\S+)/)[1]
        def target = program('target')

        expect:
        target.run('restore', url, 'copy.img', '--create', 'fit', '--stop-after', 'now', *net()) == ExitCode.OK
        seeder.await() == ExitCode.OK
        ['part2.torrent', 'part2.torrent.info', 'part2'].every { Files.exists(directory.resolve('images').resolve(it)) }
        tool('e2fsck', '-fn', target.directory.resolve('copy.img'))
    }

    def "image-to-swarm seeds what Clonezilla has saved, packed as it is"() {
        given:
        def saved = Files.createDirectories(directory.resolve('lab'))
        def image = new Program(directory).image('sda1.img', 2 * MIB)
        tool('mke2fs', '-q', '-F', '-t', 'ext4', image)
        tool('sh', '-c', "partclone.extfs -q -f 0 -c -s $image -o - 2>/dev/null | gzip -1 > $saved/sda1.ext4-ptcl-img.gz.aa")
        Files.writeString(saved.resolve('parts'), 'sda1\n')
        Files.writeString(saved.resolve('disk'), 'sda\n')
        Files.writeString(saved.resolve('dev-fs.list'), '/dev/sda1 ext4\n')
        def seeder = start(program('seeder'), RECIPES.resolve('image-to-swarm.groovy'), '--image', saved, '--parts', 'sda1',
                '--machines', 1, '--announce-port', 0)
        def url = seeder.awaitStderr(/the torrent is at (\S+)/)[1]
        def target = program('target')

        expect:
        target.run('restore', url, 'copy.img', '--create', 'fit', '--stop-after', 'now', *net()) == ExitCode.OK
        seeder.await() == ExitCode.OK
        tool('e2fsck', '-fn', target.directory.resolve('copy.img'))
    }

    def "proxy fetches an image as slices, and seeds it on with a tracker of its own"() {
        given:
        def origin = program('origin')
        def golden = origin.image('root.img', 3 * MIB)
        assert origin.run('torrent', 'create', 'root.img') == ExitCode.OK
        def far = program('origin')
        started << far.start('seed', 'root.torrent', 'root.img', '--tracker', '--tracker-port', 0, *net())
        def farUrl = far.awaitStderr(/the torrent is at (\S+)/)[1]
        def proxy = start(program('proxy'), RECIPES.resolve('proxy.groovy'), '--torrent', farUrl, '--to', 'bt', '--machines', 1,
                '--announce-port', 0)
        def url = proxy.awaitStderr(/the torrent is at (\S+)/)[1]
        far.stop()
        def target = program('target')

        expect:
        url != farUrl
        target.run('restore', url, 'copy.img', '--create', 'fit', '--stop-after', 'now', *net()) == ExitCode.OK
        proxy.await() == ExitCode.OK
        Files.mismatch(golden, target.directory.resolve('copy.img')) == -1
    }

    def "a signal stops a run cleanly, with its exit code, its report, and a last line"() {
        given:
        def golden = program('seeder')
        golden.image('golden.img', MIB)
        def seeder = start(golden, '--report', 'report.json', RECIPES.resolve('capture-and-seed.groovy'), '--disk', 'disk',
                '--partitions', '1', '--to', 'images', '--announce-port', 0)

        expect: 'the recipe cannot begin without its disk'
        seeder.await() == ExitCode.INPUT
        seeder.stderr.contains('disk1 does not exist')
        report(seeder).with { [outcome, exitCode, failures*.problem] } == ['failed', 3, ['input']]

        when:
        Files.move(golden.directory.resolve('golden.img'), golden.directory.resolve('disk1'))
        tool('mke2fs', '-q', '-F', '-t', 'ext2', golden.directory.resolve('disk1'))
        seeder = start(program('seeder'), '--report', 'report.json', RECIPES.resolve('capture-and-seed.groovy'), '--disk', 'disk',
                '--partitions', '1', '--to', 'images', '--announce-port', 0)
        seeder.awaitStderr(/3\. wait for 1 full copy/)
        def exit = seeder.stop(signal)

        then:
        exit == code
        seeder.stdout ==~ /capture-and-seed: stopped after .*, exit ${code.code()} \(${code.id()}\)\n/
        report(seeder).outcome == 'stopped'
        report(seeder).exitCode == code.code()
        report(seeder).steps*.state == ['done', 'done', 'cancelled']

        where:
        signal          || code
        StopSignal.INT  || ExitCode.INTERRUPTED
        StopSignal.TERM || ExitCode.TERMINATED
    }

    def "JSON lines have the number of the step"() {
        given:
        def room = program()
        room.image('golden.img', MIB)

        expect:
        run(room, '--output', 'json', RECIPES.resolve('classroom.groovy'), '--golden', 'golden.img', '--targets', 1, '--in',
                room.directory) == ExitCode.OK
        def events = Program.json(room.stderr)
        events.find { it.event == 'step-started' && it.word == 'restore' }.step == '3.1'
        events.find { it.event == 'step-done' && it.word == 'restore' }.totalBytes == MIB
        Program.json(room.stdout)*.event == ['run-ended']
        Program.json(room.stdout)[0].exitCode == 0
    }
}
