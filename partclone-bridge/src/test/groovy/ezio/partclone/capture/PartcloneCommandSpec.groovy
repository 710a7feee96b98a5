package ezio.partclone.capture

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.MissingProgram
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.progress.Progress
import ezio.core.progress.ProgressListener
import ezio.partclone.image.BadImage
import ezio.partclone.image.BlockMap
import ezio.partclone.image.ExtentCut
import ezio.partclone.image.PartcloneFile
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CancellationException
import java.util.concurrent.CompletableFuture
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** With the partclone of this system, and with programs that lie as it does: they end with 0 whatever they did. */
@Timeout(60)
class PartcloneCommandSpec extends Specification {

    static final long SIZE = 16L << 20

    @TempDir
    @Shared
    Path made

    @Shared
    Path device

    @TempDir
    Path directory

    def cancel = new CancelToken()

    def setupSpec() {
        device = made.resolve('sda1.img')
        run('truncate', '-s', SIZE, device)
        run('mke2fs', '-q', '-F', '-b', 1024, device)
    }

    private PartcloneCommand real() {
        PartcloneCommand.of(FileSystems.EXT, device, SIZE, false)
    }

    private PartcloneCommand fake(String script) {
        def program = directory.resolve('partclone.fake')
        Files.writeString(program, "#!/bin/sh\n$script\n")
        program.toFile().setExecutable(true)
        new PartcloneCommand(program, device, SIZE, false)
    }

    private BlockMap map(PartcloneCommand command) {
        command.readBlockMap(ProgressListener.NONE, cancel)
    }

    def "the map and the hashes of partclone agree"() {
        given:
        def map = map(real())
        def reports = [] as List<Progress>
        def fresh = directory.resolve('fresh')

        when:
        def info = real().hash(map, 1 << 20, fresh, { reports << it }, cancel)

        then:
        map.blockBytes() == 1024
        map.totalBlocks() == 16384
        map.fileSystemBytes() == SIZE
        info.totalBytes() == map.usedBlocks() * 1024
        info.extents() == map.extents(ExtentCut.DEVICE, 1 << 20)
        !Files.exists(fresh)
        reports[-1].doneBytes() == reports[-1].totalBytes()
        reports[-1].what() == "hashing $device"
    }

    def "a directory that is there already is not given to partclone"() {
        given:
        def precious = Files.writeString(Files.createDirectory(directory.resolve('mine')).resolve('precious'), 'x')

        when:
        real().hash(map(real()), 1 << 20, precious.parent, ProgressListener.NONE, cancel)

        then:
        thrown(Problem)
        Files.readString(precious) == 'x'
    }

    def "a map that #what is an error: #message"() {
        given:
        Files.write(directory.resolve('map'), bytes)

        when:
        map(fake("cat '$directory/map'; echo 'fakeclone.c: it broke' >&2; exit 0"))

        then:
        def problem = thrown(Problem)
        problem.message == message.replace('DEV', device.toString())

        where: 'the whole map has 113 bytes'
        what                      | bytes                                        || message
        'is not there'            | new byte[0]                                  || 'partclone.fake cannot read the used blocks of DEV: it broke'
        'ends in its header'      | start(60)                                    || 'partclone.fake cannot read the used blocks of DEV: it broke'
        'ends in its bitmap'      | start(112)                                   || 'partclone.fake cannot read the used blocks of DEV: it broke'
        'ends in its checksum'    | start(116)                                   || 'partclone.fake cannot read the used blocks of DEV: it broke'
        'is something else'       | ('no image' * 100).bytes                     || 'partclone.fake on DEV is no partclone image'
        'counts otherwise'        | new PartcloneFile(patch: { it.putLong(76, 3) }).bytes() || 'partclone.fake on DEV: the header says a number of used blocks of 3; its bitmap has 14'
        'passes the device'       | new PartcloneFile(blockBytes: 1 << 20).bytes() || 'partclone.fake says that DEV has used blocks up to 23,068,672 bytes, but it ends at 16,777,216'
    }

    private static byte[] start(int length) {
        Arrays.copyOf(new PartcloneFile().bytes(), length)
    }

    def "a damaged map is an error"() {
        given:
        byte[] bytes = new PartcloneFile().bytes()
        bytes[111] ^= 1
        Files.write(directory.resolve('map'), bytes)

        when:
        map(fake("cat '$directory/map'"))

        then:
        def problem = thrown(BadImage)
        problem.message ==~ /partclone\.fake on $device: the list of used blocks is damaged: its checksum is [0-9a-f]{8}, it says [0-9a-f]{8}/
    }

    def "hashes that #what are an error, whatever the exit code: #message"() {
        given:
        def map = map(real())
        def good = directory.resolve('good')
        run('partclone.extfs', '-c', '-t', '-z', 1 << 20, '-q', '-f', 0, '-L', '/dev/null', '-s', device, '-o', good)

        when:
        fake("for last; do :; done; ${script.replace('GOOD', "$good/torrent.info")}; exit 0")
                .hash(map, 1 << 20, directory.resolve('fresh'), ProgressListener.NONE, cancel)

        then:
        def problem = thrown(PartcloneFailure)
        problem.message.replace(device.toString(), 'DEV').replace(directory.toString(), 'DIR') == message
        !Files.exists(directory.resolve('fresh'))

        where:
        what                     | script                                                            || message
        'are not there'          | 'echo Cloned successfully. >&2'                                   || 'partclone.fake did not get to the end of DEV: DIR/fresh/torrent.info: no such file'
        'end too early'          | 'head -n -1 GOOD >"$last/torrent.info"; echo Cloned successfully. >&2' || 'partclone.fake did not get to the end of DEV: DIR/fresh/torrent.info: has 0 sha1 lines, its extents need 1; did partclone run to its end?'
        'come with no success'   | 'cp GOOD "$last"; echo "clone.c: read error" >&2'                 || 'partclone.fake did not get to the end of DEV: read error'
        'are of other blocks'    | 'grep -v 00800000 GOOD | sed "3,4d" >"$last/torrent.info"; echo Cloned successfully. >&2' || 'partclone.fake named other used blocks of DEV the second time'
    }

    def "cancelling kills a partclone that #what"() {
        given:
        def map = map(real())
        def command = fake("echo \$\$ >'$directory/pid'; exec tail -f /dev/null")
        def work = CompletableFuture.runAsync { act(command, map, directory.resolve('fresh'), cancel) }
        def pid = directory.resolve('pid')
        new PollingConditions(timeout: 20).eventually {
            assert Files.exists(pid) && Files.size(pid) > 1
        }
        long number = Files.readString(pid).trim() as long

        when:
        cancel.cancel()
        work.get()

        then:
        def failure = thrown(java.util.concurrent.ExecutionException)
        failure.cause instanceof CancellationException
        ProcessHandle.of(number).map { !it.alive }.orElse(true)
        !Files.exists(directory.resolve('fresh'))

        where:
        what               | act
        'looks for blocks' | { it, blocks, out, token -> it.readBlockMap(ProgressListener.NONE, token) }
        'hashes'           | { it, blocks, out, token -> it.hash(blocks, 1 << 20, out, ProgressListener.NONE, token) }
    }

    def "Ctrl-C at the terminal does not reach partclone: it leads a session of its own"() {
        given: 'a partclone that tells its process id, group and session'
        def command = fake("echo \$\$ \$(cut -d ' ' -f 5,6 /proc/\$\$/stat) >'$directory/ids'")

        when:
        map(command)

        then:
        thrown(PartcloneFailure)
        Files.readString(directory.resolve('ids')).split().toUnique().size() == 1
    }

    def "a partclone that cannot be started is an error"() {
        when:
        map(new PartcloneCommand(directory.resolve('none'), device, SIZE, false))

        then:
        def problem = thrown(PartcloneFailure)
        problem.message.startsWith('cannot run none: ')
    }

    def "a program that is missing is named, with Debian's package where it has it"() {
        when:
        PartcloneCommand.of(FileSystems.JFS, device, SIZE, false)

        then:
        def problem = thrown(MissingProgram)
        problem.message == 'partclone.jfs is not installed'
        problem.remedy().get() == "Debian's package partclone does not have it; build partclone with it, or capture all of the" +
                ' device with --whole'
        PartcloneCommand.missing(FileSystems.NTFS).remedy().get() == 'on Debian: apt-get install partclone'
    }
}
