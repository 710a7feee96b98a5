package ezio.partclone.capture

import static ezio.core.disk.SystemTool.run

import ezio.core.disk.ChannelDevice
import ezio.core.disk.MemoryDevice
import ezio.core.extent.Extent
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class BootSectorSpec extends Specification {

    static final long MIB = 1 << 20

    @TempDir
    Path directory

    private Path made(List<String> tool, long sizeBytes, long grownBytes = 0) {
        def file = directory.resolve('fs')
        run('truncate', '-s', sizeBytes, file)
        run(*tool, file)
        run('truncate', '-s', sizeBytes + grownBytes, file)
        file
    }

    def "a #fileSystem made by #tool needs its size"() {
        given:
        def device = ChannelDevice.openForReading(made(tool, 40 * MIB, 4096))

        expect:
        BootSector.read(device, fileSystem).get().neededBytes() == 40 * MIB

        cleanup:
        device.close()

        where:
        fileSystem        | tool
        FileSystems.FAT   | ['mkfs.fat', '-F', '12', '-s', '64']
        FileSystems.FAT   | ['mkfs.fat', '-F', '16']
        FileSystems.FAT   | ['mkfs.fat', '-F', '32']
        FileSystems.EXFAT | ['mkfs.exfat']
        FileSystems.NTFS  | ['mkfs.ntfs', '-F', '-Q', '-q']
    }

    def "finds NTFS's copy #where"() {
        given:
        def file = made(['mkfs.ntfs', '-F', '-Q', '-q'], 40 * MIB, grownBytes)
        if (moved) {
            run('dd', "if=$file", "of=$file", 'bs=512', "skip=${(40 * MIB).intdiv(512) - 1}", "seek=${(40 * MIB + grownBytes).intdiv(512) - 1}",
                    'count=1', 'conv=notrunc', 'status=none')
            run('dd', 'if=/dev/zero', "of=$file", 'bs=512', "seek=${(40 * MIB).intdiv(512) - 1}", 'count=1', 'conv=notrunc', 'status=none')
        }
        def device = ChannelDevice.openForReading(file)

        expect:
        BootSector.read(device, FileSystems.NTFS).get().findCopy(device) == Optional.of(new Extent(offset, 512))

        cleanup:
        device.close()

        where:
        where                              | grownBytes | moved || offset
        'in the last sector of its device' | 0          | false || 40 * MIB - 512
        'where the file system ends'       | MIB        | false || 40 * MIB - 512
        'at the end of a larger device'    | MIB        | true  || 41 * MIB - 512
    }

    def "where no copy is, none is found"() {
        given:
        def file = made(['mkfs.ntfs', '-F', '-Q', '-q'], 40 * MIB)
        run('truncate', '-s', 40 * MIB - 512, file)
        def device = ChannelDevice.openForReading(file)

        expect:
        BootSector.read(device, FileSystems.NTFS).get().findCopy(device) == Optional.empty()

        cleanup:
        device.close()
    }

    def "what cannot be true is not believed"() {
        expect:
        BootSector.read(new MemoryDevice('x', 4096), FileSystems.NTFS) == Optional.empty()
        BootSector.read(new MemoryDevice('x', 100), FileSystems.FAT) == Optional.empty()
        BootSector.read(new MemoryDevice('x', 4096), FileSystems.EXT) == Optional.empty()
    }
}
