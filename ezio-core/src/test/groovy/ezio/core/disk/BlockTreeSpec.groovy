package ezio.core.disk

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class BlockTreeSpec extends Specification {

    @TempDir
    Path sys

    def "lists disks and partitions as people count"() {
        given:
        def fake = new FakeSysfs(sys)
        ['sdb', 'sdaa', 'nvme0n1', 'sda', 'dm-10', 'dm-9'].eachWithIndex { name, i -> fake.disk(name, "8:$i", 512) }
        [10, 2, 1].each { fake.partition('nvme0n1', "nvme0n1p$it", "259:$it", it, 512) }
        fake.partition('sda', 'sda1', '8:101', 1, 512)

        expect:
        BlockTree.read(sys, Path.of('/dev')).nodes()*.kernelName() ==
                ['dm-9', 'dm-10', 'nvme0n1', 'nvme0n1p1', 'nvme0n1p2', 'nvme0n1p10', 'sda', 'sda1', 'sdb', 'sdaa']
    }

    def "a device that goes away while it is read is left out"() {
        given:
        new FakeSysfs(sys).disk('sda', '8:0', 512).disk('sdb', '8:16', 512)
        Files.delete(sys.resolve('devices/sdb/dev'))
        Files.createSymbolicLink(sys.resolve('class/block/sdc'), sys.resolve('devices/sdc'))

        expect:
        BlockTree.read(sys, Path.of('/dev')).nodes()*.kernelName() == ['sda']
    }

    def "no sysfs is no devices"() {
        expect:
        BlockTree.read(sys.resolve('none'), Path.of('/dev')).nodes().isEmpty()
    }

    def "a name in a directory of /dev, and one of device-mapper"() {
        given:
        new FakeSysfs(sys)
                .disk('cciss!c0d0', '104:0', 512)
                .disk('dm-0', '253:0', 512, ['dm/name': 'vg-root\n'])
        def tree = BlockTree.read(sys, Path.of('/dev'))

        expect:
        tree.at(Path.of('/dev/cciss/c0d0')).get().kernelName() == 'cciss!c0d0'
        tree.at(Path.of('/dev/mapper/vg-root')).get().kernelName() == 'dm-0'
        tree.at(Path.of('/dev/dm-0')).get().path() == Path.of('/dev/mapper/vg-root')
        tree.numbered('253:0').get().kernelName() == 'dm-0'
    }
}
