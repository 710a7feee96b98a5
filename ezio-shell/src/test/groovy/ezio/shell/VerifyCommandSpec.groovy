package ezio.shell

import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class VerifyCommandSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    Path directory

    Program program
    Path image

    def setup() {
        image = new Program(directory).image('sda1.img', MIB)
        assert new Program(directory).run('torrent', 'create', 'sda1.img', '--piece-length', '64KiB') == ExitCode.OK
        program = new Program(directory)
    }

    private void damage(int... offsets) {
        byte[] bytes = Files.readAllBytes(image)
        offsets.each { bytes[it] ^= 1 }
        Files.write(image, bytes)
    }

    def "says that all pieces are right"() {
        expect:
        program.run('verify', 'sda1.torrent', 'sda1.img') == ExitCode.OK
        program.stdout ==~ /sda1: all 16 pieces on $directory\/sda1.img are right, 1 MiB in \d+\.\d s \(.*\/s\)\n/
        program.stderr == ''
    }

    def "lists the pieces that differ and where they are, and ends with 7"() {
        given:
        damage(0x10005, 0xf0000)

        expect:
        program.run('verify', 'sda1.torrent', 'sda1.img') == ExitCode.MISMATCH
        program.stdout == 'piece 1 differs: 0x10000 (64 KiB)\npiece 15 differs: 0xf0000 (64 KiB)\n'
        program.stderr ==~ /error: piece 1 of sda1 differs on $directory\/sda1.img \(expected [0-9a-f]{4}…, found [0-9a-f]{4}…\); 2 of 16 pieces are wrong\n/
    }

    def "counts the pieces that it does not list"() {
        given:
        damage(0, 0x10000, 0x20000)

        expect:
        program.run('verify', 'sda1.torrent', 'sda1.img', '--show', '1') == ExitCode.MISMATCH
        program.stdout == 'piece 0 differs: 0x0 (64 KiB)\n… and 2 more\n'
    }

    def "JSON lists all that differ"() {
        given:
        damage(0x10005, 0xf0000)

        when:
        def exit = program.run('verify', 'sda1.torrent', 'sda1.img', '--output=json', '--show', '1')
        def result = Program.json(program.stdout)
        def errors = Program.json(program.stderr).findAll { it.event == 'error' }

        then:
        exit == ExitCode.MISMATCH
        result*.event == ['mismatch']
        result[0].wrong*.piece == [1, 15]
        result[0].wrong*.ranges == [[[offsetBytes: 0x10000, lengthBytes: 65536]], [[offsetBytes: 0xf0000, lengthBytes: 65536]]]
        errors.size() == 1
        errors[0].exitCode == 7
        errors[0].problem == 'wrong-pieces'
    }

    def "a device that is too small ends with 5"() {
        given:
        program.image('small.img', 4096)

        expect:
        program.run('verify', 'sda1.torrent', 'small.img') == ExitCode.DEVICE
        program.stderr == "error: $directory/small.img holds 4 KiB, its image needs 1 MiB (1,044,480 bytes more)\n".toString()
    }

    def "#what is not there"() {
        expect:
        program.run('verify', torrent, path) == exit
        program.stderr == "error: $message\n".replace('DIR', directory.toString())

        where:
        what          | torrent        | path       || exit            | message
        'the torrent' | 'no.torrent'   | 'sda1.img' || ExitCode.INPUT  | 'DIR/no.torrent: no such file'
        'the image'   | 'sda1.torrent' | 'no.img'   || ExitCode.DEVICE | 'cannot open DIR/no.img: no such file or device'
    }
}
