package ezio.shell

import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class DisksCommandSpec extends Specification {

    @TempDir
    Path directory

    String loop

    private static String tool(String... command) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        def text = process.inputStream.text.trim()
        assert process.waitFor() == 0: "$command: $text"
        text
    }

    def cleanup() {
        if (loop) {
            tool('losetup', '-d', loop)
        }
    }

    def "lists a device with its size, and says why a restore would refuse it"() {
        given:
        def file = new Program(directory).image('disk.img', 8 << 20)
        loop = tool('losetup', '-f', '--show', '-r', file.toString())
        def plain = new Program(directory)
        def json = new Program(directory)

        when:
        def exit = plain.run('disks')
        def line = plain.stdout.readLines().find { it.startsWith(loop + ' ') }

        then:
        exit == ExitCode.OK
        plain.stdout.readLines()[0] ==~ /DEVICE +SIZE +FILE SYSTEM +MOUNTED +NOTE/
        line ==~ /$loop +8 MiB +– +– +restore refused \(read-only-target\)/
        plain.stderr == ''

        when:
        exit = json.run('disks', '--json')
        def event = Program.json(json.stdout)[0]
        def disk = event.disks.find { it.path == loop }

        then:
        exit == ExitCode.OK
        event.event == 'disks'
        disk.sizeBytes == 8 << 20
        disk.kind == 'loop'
        disk.readOnly
        disk.refused*.id == ['read-only-target']
        Files.exists(file)
    }
}
