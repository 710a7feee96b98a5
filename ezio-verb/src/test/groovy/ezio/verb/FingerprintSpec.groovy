package ezio.verb

import java.nio.channels.FileChannel
import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import spock.lang.Specification
import spock.lang.TempDir

class FingerprintSpec extends Specification {

    @TempDir
    Path directory

    String loop

    def cleanup() {
        if (loop) {
            assert ['losetup', '-d', loop].with { new ProcessBuilder(it).start().waitFor() } == 0
        }
    }

    def "a device has another one after a write, and the same one after a read"() {
        given:
        def file = Files.write(directory.resolve('disk.img'), new byte[1 << 20])
        def process = new ProcessBuilder('losetup', '-f', '--show', file.toString()).start()
        loop = process.inputStream.text.trim()
        def device = Path.of(loop)
        def first = Fingerprint.take(device)

        when:
        FileChannel.open(device, StandardOpenOption.READ).withCloseable { it.read(ByteBuffer.allocate(4096), 8192) }

        then:
        first.present
        Fingerprint.take(device) == first

        when:
        FileChannel.open(device, StandardOpenOption.WRITE).withCloseable {
            it.write(ByteBuffer.wrap([7] * 4096 as byte[]), 8192)
            it.force(true)
        }

        then:
        Fingerprint.take(device) != first
    }

    def "there is none of what is not there"() {
        expect:
        Fingerprint.take(directory.resolve('nowhere')).empty
    }
}
