package ezio.core.disk

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class MediumSpec extends Specification {

    @TempDir
    Path dir

    def sysfs() {
        dir.resolve('sys')
    }

    /** Has the fake sysfs say of the disk under the directory of this spec what the kernel would. */
    void queue(String where, String rotational) {
        def number = PathFacts.deviceNumber((Long) Files.getAttribute(dir, 'unix:dev'))
        def device = sysfs().resolve('devices/disk/part')
        Files.createDirectories(device)
        Files.createDirectories(sysfs().resolve('dev/block'))
        Files.createSymbolicLink(sysfs().resolve("dev/block/$number"), device)
        def queue = Files.createDirectories(device.resolve(where).normalize())
        Files.writeString(queue.resolve('rotational'), rotational)
    }

    def "a file lies on what its disk is: #rotational, told #where"() {
        given:
        queue(where, rotational)
        def file = Files.createFile(dir.resolve('image'))

        expect:
        Medium.of(file, sysfs()) == medium

        where:
        where        | rotational || medium
        'queue'      | '1\n'      || Medium.ROTATING
        'queue'      | '0\n'      || Medium.FLAT
        '../queue'   | '1\n'      || Medium.ROTATING
        '../queue'   | '0\n'      || Medium.FLAT
    }

    def "it is not known of #what"() {
        expect:
        Medium.of(path, sysfs()) == Medium.UNKNOWN

        where:
        what                          | path
        'what is not there'           | Path.of('/nonexistent')
        'a character device'          | Path.of('/dev/null')
        'a kernel that says nothing'  | Path.of('/usr')
    }

    def "memory is flat"() {
        expect:
        Medium.of(Path.of('/dev/shm')) == Medium.FLAT
    }
}
