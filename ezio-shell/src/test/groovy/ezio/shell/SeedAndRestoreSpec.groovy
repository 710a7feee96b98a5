package ezio.shell

import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(120)
class SeedAndRestoreSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    Path directory

    Path image
    List<Program> started = []

    def setup() {
        image = program().image('sda1.img', 3 * MIB)
        assert program().run('torrent', 'create', 'sda1.img', '--piece-length', '64KiB') == ExitCode.OK
    }

    def cleanup() {
        started.each { it.stop(StopSignal.TERM) }
    }

    private Program program() {
        new Program(directory)
    }

    /** Starts a seeder with a tracker; returns the address of its torrent. */
    private String seed(Object... more) {
        def seeder = program().start(*(['seed', 'sda1.torrent', 'sda1.img', '--tracker', '--tracker-port', 0, '--listen',
                '127.0.0.1', '--port', 0] + (more as List)))
        started << seeder
        seeder.awaitStderr(/seeding 3 MiB/)
        seeder.awaitStderr(/the torrent is at (\S+)/)[1]
    }

    private ExitCode restore(Program program, Object... words) {
        program.run(*(['restore'] + (words as List) + ['--listen', '127.0.0.1', '--port', 0]))
    }

    private void damage(Path file, int offset) {
        byte[] bytes = Files.readAllBytes(file)
        bytes[offset] ^= 1
        Files.write(file, bytes)
    }

    def "a restored image file is complete, and the only line on standard output says so"() {
        given:
        def url = seed()
        def target = program()

        expect:
        restore(target, url, 'copy.img', '--create', 'fit', '--stop-after', 'now') == ExitCode.OK
        target.stdout ==~ /sda1: complete, 3 MiB verified, written and synced in \d+\.\d s \(.*\/s\), from the seeder 3 MiB\n/
        target.stderr.readLines().findAll { it.startsWith('sda1: ') }.with { lines ->
            lines[0] == "sda1: restoring 3 MiB to $directory/copy.img" &&
                    lines[-1] == 'sda1: stopped (complete), 0 B sent'
        }
        Files.mismatch(image, directory.resolve('copy.img')) == -1
    }

    def "the same in JSON: every line is an object, and 'complete' is the result"() {
        given:
        def url = seed()
        def target = program()

        when:
        def exit = restore(target, url, 'copy.img', '--create', 'fit', '--stop-after', 'now', '--output', 'json')
        def results = Program.json(target.stdout)
        def events = Program.json(target.stderr)

        then:
        exit == ExitCode.OK
        results*.event == ['complete']
        results[0].image == 'sda1'
        results[0].totalBytes == 3 * MIB
        results[0].fromSeedsBytes == 3 * MIB
        results[0].fromOthersBytes == 0
        results[0].seconds > 0
        events.every { it.schema == 1 && it.time ==~ /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/ && it.step && it.event }
        events*.event.containsAll(['listening', 'restoring', 'progress', 'stopped'])
    }

    def "an image is restored into a directory of slices, below it by the torrent's name"() {
        given:
        def url = seed()
        def target = program()

        expect:
        restore(target, url, 'bt', '--slices', '--stop-after', 'now') == ExitCode.OK
        Files.mismatch(image, directory.resolve('bt/sda1/' + '0' * 32)) == -1
        program().run('verify', 'sda1.torrent', 'bt') == ExitCode.OK

        when: 'the same again'
        def again = program()
        def exit = restore(again, url, 'bt', '--slices', '--stop-after', 'now')

        then:
        exit == ExitCode.REFUSED
        again.stderr == "error: refused (overwrite-not-named): $directory/bt/sda1 holds slices already\n".toString() +
                "  add --overwrite $directory/bt/sda1 to confirm; --recheck keeps those that are right\n"
    }

    def "--recheck fetches only what differs"() {
        given:
        def url = seed()
        def copy = Files.copy(image, directory.resolve('copy.img'))
        damage(copy, 5)
        def target = program()

        expect:
        restore(target, url, 'copy.img', '--overwrite', 'copy.img', '--recheck', '--stop-after', 'now', '--output', 'json') ==
                ExitCode.OK
        Program.json(target.stdout)[0].downloadedBytes == 64 << 10
        Files.mismatch(image, copy) == -1
    }

    def "a target that exists is written to only if it is named"() {
        given:
        def copy = Files.write(directory.resolve('copy.img'), new byte[3 * MIB])
        def target = program()

        expect:
        restore(target, 'sda1.torrent', 'copy.img') == ExitCode.REFUSED
        target.stdout == ''
        target.stderr == "error: refused (overwrite-not-named): this plan writes to $copy\n  add --overwrite $copy to confirm\n"
                .toString()
        Files.readAllBytes(copy).every { it == 0 }
    }

    def "a target that does not exist is made only if that is asked for"() {
        given:
        def target = program()

        expect:
        restore(target, 'sda1.torrent', 'copy.img') == ExitCode.REFUSED
        target.stderr == "error: refused (not-a-device): $directory/copy.img does not exist\n".toString() +
                '  --create fit makes an image file there (3 MiB), --create SIZE a larger one, --slices a directory; ' +
                '"ezio disks" lists devices\n'
        !Files.exists(directory.resolve('copy.img'))
    }

    def "a target that is too small is #what"() {
        given:
        Files.write(directory.resolve('small.img'), new byte[MIB])
        def target = program()

        expect:
        restore(target, 'sda1.torrent', *arguments) == exit
        target.stdout == ''
        target.stderr.readLines()[0] == "error: $message".replace('DIR', directory.toString())
        !Files.exists(directory.resolve('new.img'))

        where:
        what                | arguments                                   || exit             | message
        'refused'           | ['small.img', '--overwrite', 'small.img']   || ExitCode.REFUSED |
                'refused (too-small): DIR/small.img holds 1 MiB, image sda1 needs 3 MiB (2,097,152 bytes more)'
        'not made at all'   | ['new.img', '--create', '1MiB']             || ExitCode.DEVICE  |
                'DIR/new.img holds 1 MiB, its image needs 3 MiB (2,097,152 bytes more)'
    }

    def "a file system is not restored to a device that ends before it does, though its used blocks would fit"() {
        given: 'the used blocks of a file system of 3 MiB, which end at 1 MiB'
        Files.writeString(directory.resolve('fs.torrent.info'),
                "block_size: 4096\nblocks_total: 768\noffset: ${'0' * 32}\nlength: ${'0' * 26}100000\nsha1: ${'ab' * 20}\n")
        program().run('torrent', 'create', 'sda1.img', '--used-blocks', 'fs.torrent.info', '-o', 'fs.torrent', '--name', 'fs')
        Files.write(directory.resolve('small.img'), new byte[2 * MIB])
        def target = program()

        expect:
        restore(target, 'fs.torrent', 'small.img', '--overwrite', 'small.img') == ExitCode.REFUSED
        target.stderr.readLines()[0] ==
                "error: refused (too-small): $directory/small.img holds 2 MiB, image fs needs 3 MiB (1,048,576 bytes more)"
    }

    def "a port that is taken leaves no image file behind"() {
        given:
        def taken = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        def target = program()

        expect:
        target.run('restore', 'sda1.torrent', 'new.img', '--create', 'fit', '--listen', '127.0.0.1', '--port', taken.localPort) ==
                ExitCode.NETWORK
        !Files.exists(directory.resolve('new.img'))

        cleanup:
        taken.close()
    }

    def "slices that were written to are not trusted"() {
        given:
        def url = seed()
        restore(program(), url, 'bt', '--slices', '--stop-after', 'now') == ExitCode.OK
        damage(directory.resolve('bt/sda1/' + '0' * 32), 5)
        def seeder = program()

        expect:
        seeder.run('seed', 'sda1.torrent', 'bt', '--slices', '--port', 0, '--listen', '127.0.0.1') == ExitCode.MISMATCH
        seeder.stderr.contains('sda1: hashing ')
    }

    def "nothing is written to any target while one of them is refused"() {
        given:
        program().image('b.img', MIB, 2)
        program().run('torrent', 'create', 'b.img')
        def target = program()

        expect:
        restore(target, 'b.torrent', 'new.img', 'sda1.torrent', 'sda1.img', '--create', 'fit') == ExitCode.REFUSED
        !Files.exists(directory.resolve('new.img'))
    }

    def "the same image cannot be used twice at once"() {
        given:
        def target = program()

        expect:
        restore(target, 'sda1.torrent', 'a.img', 'sda1.torrent', 'b.img', '--create', 'fit') == ExitCode.USAGE
        target.stderr.readLines()[0] == 'error: sda1.torrent is the same image as sda1.torrent'
    }

    def "a wait with a limit ends with 8, and says how far it came"() {
        given:
        def target = program()

        expect:
        restore(target, 'sda1.torrent', 'copy.img', '--create', 'fit', '--timeout', '500ms', '--peer', '127.0.0.1:9') ==
                ExitCode.NETWORK
        target.stdout == ''
        target.stderr.readLines().takeRight(2) == [
            'error: waited 500 ms and met no peer: no peer reached yet',
            '  start the seeder, or say with --peer HOST:PORT where it is'
        ]
    }

    def "#signal stops a restore cleanly and at once"() {
        given:
        def target = program().start('restore', 'sda1.torrent', 'copy.img', '--create', 'fit', '--listen', '127.0.0.1',
                '--port', 0, '--peer', '127.0.0.1:9')
        target.awaitStderr('restoring 3 MiB')

        expect:
        target.stop(signal) == signal.exitCode()
        target.stdout == ''
        target.stderr.contains('\nstopping, writing what has arrived\n')
        target.signals.endedAtOnce == null

        where:
        signal << StopSignal.values()
    }

    def "a second Ctrl-C does not wait"() {
        given:
        def seeder = program().start('seed', 'sda1.torrent', 'sda1.img', '--port', 0, '--listen', '127.0.0.1')
        seeder.awaitStderr('seeding 3 MiB')

        when:
        seeder.signals.send(StopSignal.INT)
        seeder.signals.send(StopSignal.INT)
        seeder.await()

        then:
        seeder.signals.endedAtOnce == ExitCode.INTERRUPTED
    }

    def "a port that is taken ends with 6"() {
        given:
        def taken = new ServerSocket(0, 1, InetAddress.getByName('127.0.0.1'))
        def seeder = program()

        expect:
        seeder.run(*command.collect { it == 'PORT' ? taken.localPort : it }, '--listen', '127.0.0.1') == ExitCode.NETWORK
        seeder.stdout == ''
        seeder.stderr.contains("error: port $taken.localPort is taken by another process\n")

        cleanup:
        taken.close()

        where:
        command << [
            ['seed', 'sda1.torrent', 'sda1.img', '--port', 'PORT'],
            ['seed', 'sda1.torrent', 'sda1.img', '--port', 0, '--tracker', '--tracker-port', 'PORT'],
            ['restore', 'sda1.torrent', 'new.img', '--create', 'fit', '--port', 'PORT'],
            ['tracker', '--port', 'PORT']
        ]
    }

    def "a torrent that cannot be fetched ends with 6"() {
        given:
        def url = seed()
        def target = program()
        def wrong = url.replace('sda1', 'other')

        expect:
        restore(target, wrong, 'copy.img', '--create', 'fit') == ExitCode.NETWORK
        target.stderr == "error: cannot fetch $wrong: the server answers 404\n  the server's /torrents/ lists what there is\n"
                .toString()
    }

    def "seed trusts what was hashed a moment ago, until it is written to"() {
        given:
        def first = program()
        def second = program()
        def seeding = ['seed', 'sda1.torrent', 'sda1.img', '--port', '0', '--listen', '127.0.0.1', '--stop-after', 'time=0s']

        expect:
        first.run(*seeding) == ExitCode.OK
        first.stderr.readLines()[1] ==~ /sda1: trusting the hashes made \d+ m?s ago/

        when:
        Files.setLastModifiedTime(image, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000))
        def exit = second.run(*seeding)

        then:
        exit == ExitCode.OK
        second.stderr.readLines()[1] == "sda1: hashing $directory/sda1.img first: nothing is known of it, or it was ".toString() +
                'written to since; --trust skips that'

        and: 'what was hashed for that is trusted next time'
        program().with {
            run(*seeding) == ExitCode.OK && stderr.readLines()[1].startsWith('sda1: trusting the check done ')
        }
    }

    def "seed finds out that an image is not what its torrent says"() {
        given:
        damage(image, 100_000)
        def seeder = program()

        expect:
        seeder.run('seed', 'sda1.torrent', 'sda1.img', '--port', 0, '--listen', '127.0.0.1') == ExitCode.MISMATCH
        seeder.stderr.contains("error: piece 1 of sda1 differs on $image (expected ")
        !seeder.stderr.contains('seeding 3 MiB')
    }

    def "what is restored can be seeded on without a check"() {
        given:
        def url = seed()
        restore(program(), url, 'copy.img', '--create', 'fit', '--stop-after', 'now')
        def next = program()

        expect:
        next.run('seed', 'sda1.torrent', 'copy.img', '--port', 0, '--listen', '127.0.0.1', '--stop-after', 'time=0s') ==
                ExitCode.OK
        next.stderr.readLines()[1].startsWith('sda1: trusting the restore done ')
    }

    def "a seeder leaves when enough copies were made"() {
        given:
        def seeder = program().start('seed', 'sda1.torrent', 'sda1.img', '--tracker', '--tracker-port', 0, '--listen',
                '127.0.0.1', '--port', 0, '--stop-after', 'copies=1')
        def url = seeder.awaitStderr(/the torrent is at (\S+)/)[1]

        expect:
        restore(program(), url, 'copy.img', '--create', 'fit', '--stop-after', 'now') == ExitCode.OK
        seeder.await() == ExitCode.OK
        seeder.stderr.readLines()[-1] == 'sda1: stopped (1 full copy), 3 MiB sent'
    }

    def "several images are seeded and restored at once"() {
        given:
        program().image('b.img', MIB, 2)
        program().run('torrent', 'create', 'b.img')
        def seeder = program().start('seed', 'sda1.torrent', 'sda1.img', 'b.torrent', 'b.img', '--tracker', '--tracker-port',
                0, '--listen', '127.0.0.1', '--port', 0)
        started << seeder
        def first = seeder.awaitStderr(/sda1: the torrent is at (\S+)/)[1]
        def second = seeder.awaitStderr(/b: the torrent is at (\S+)/)[1]
        def target = program()

        expect:
        restore(target, first, 'x.img', second, 'y.img', '--create', 'fit', '--stop-after', 'now') == ExitCode.OK
        target.stdout.readLines()*.replaceAll(/,.*/, '').sort() == ['b: complete', 'sda1: complete']
        Files.mismatch(image, directory.resolve('x.img')) == -1
        Files.mismatch(directory.resolve('b.img'), directory.resolve('y.img')) == -1
    }

    def "what the embedded tracker hands out is removed with it"() {
        given:
        seed()
        def state = directory.resolve('.local/state/ezio')

        expect:
        state.toFile().list().any { it.startsWith('torrents') }

        when:
        started.pop().stop()

        then:
        !state.toFile().list().any { it.startsWith('torrents') }
    }
}
