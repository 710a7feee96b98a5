package ezio.core.disk

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class PathFactsSpec extends Specification {

    @TempDir
    Path dir

    def "a device number is decoded as #number"() {
        expect:
        PathFacts.deviceNumber(rdev) == number

        where:
        rdev            || number
        0x801L          || '8:1'
        0xfe00L         || '254:0'
        0x1030fL        || '259:15'
        0x1010300L      || '259:4096'
        0x100000000801L || '4104:1'
    }

    def "two links to one file are one place"() {
        given:
        def file = Files.writeString(dir.resolve('a'), 'x')
        Files.createSymbolicLink(dir.resolve('soft'), file)
        Files.createLink(dir.resolve('hard'), file)
        Files.writeString(dir.resolve('b'), 'x')

        expect:
        PathFacts.of(dir.resolve('soft')).identity() == PathFacts.of(file).identity()
        PathFacts.of(dir.resolve('hard')).identity() == PathFacts.of(file).identity()
        PathFacts.of(dir.resolve('b')).identity() != PathFacts.of(file).identity()
    }
}
