package ezio.core.swarm

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(60)
class TransferWarmUpSpec extends Specification {

    @TempDir
    Path directory

    def "an image goes all the way, and nothing of it is left"() {
        when:
        TransferWarmUp.in(directory)

        then: 'it throws unless every piece was verified, written and synced'
        noExceptionThrown()
        Files.list(directory).withCloseable { it.toList() }.empty
        !Thread.allStackTraces.keySet().any { it.name.startsWith('ezio-network') }
    }

    def "where no file can be made it fails, and nothing is left"() {
        when:
        TransferWarmUp.in(directory.resolve('missing'))

        then:
        thrown(IOException)
        Files.list(directory).withCloseable { it.toList() }.empty
    }

    def "it ends by itself, once in a process"() {
        when:
        def first = TransferWarmUp.begin()
        def second = TransferWarmUp.begin()

        then:
        second.is(first)
        first.get(30, TimeUnit.SECONDS) == null
    }
}
