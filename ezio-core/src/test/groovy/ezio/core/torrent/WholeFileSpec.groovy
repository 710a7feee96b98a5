package ezio.core.torrent

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CancellationException
import spock.lang.Specification
import spock.lang.TempDir

class WholeFileSpec extends Specification {

    @TempDir
    Path dir

    def "after #failure.class.simpleName nothing of the new file is left, and the old one is"() {
        given:
        def file = Files.writeString(dir.resolve('x'), 'old')

        when:
        WholeFile.write(file) {
            it.write(new byte[100])
            throw failure
        }

        then:
        def thrown = thrown(Throwable)
        thrown.is(failure) || thrown.cause.is(failure)
        Files.readString(file) == 'old'
        Files.list(dir).withCloseable { it.count() } == 1

        where:
        failure << [new IOException('full'), new CancellationException('cancelled'), new OutOfMemoryError()]
    }
}
