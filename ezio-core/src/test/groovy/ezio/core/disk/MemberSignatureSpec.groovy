package ezio.core.disk

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class MemberSignatureSpec extends Specification {

    static final String MD = 'a member of a RAID array of md'
    static final int SIZE = 300 << 10

    @TempDir
    Path dir

    @AutoCleanup
    LoopDevice loop

    def "sees #why"() {
        given:
        def device = new MemoryDevice('memory', SIZE)
        ByteBuffer.wrap(device.bytes()).order(order).putInt(offset, magic)

        expect:
        MemberSignature.of(device) == Optional.ofNullable(isWhat)

        where:
        why               | offset               | magic      | order                   || isWhat
        'md 1.1'          | 0                    | 0xa92b4efc as int | ByteOrder.LITTLE_ENDIAN || MD
        'md 1.2'          | 4096                 | 0xa92b4efc as int | ByteOrder.LITTLE_ENDIAN || MD
        'md 1.0'          | SIZE - 8192          | 0xa92b4efc as int | ByteOrder.LITTLE_ENDIAN || MD
        'md 0.90'         | (256 - 64) << 10     | 0xa92b4efc as int | ByteOrder.LITTLE_ENDIAN || MD
        'md 0.90 of a big-endian machine' | (256 - 64) << 10 | 0xa92b4efc as int | ByteOrder.BIG_ENDIAN || MD
        'ZFS'             | (128 + 5) << 10      | 0x00bab10c | ByteOrder.LITTLE_ENDIAN || 'a member of a ZFS pool'
        'ZFS, big-endian' | (128 + 9) << 10      | 0x00bab10c | ByteOrder.BIG_ENDIAN    || 'a member of a ZFS pool'
        'nothing where the number is elsewhere' | 512 | 0xa92b4efc as int | ByteOrder.LITTLE_ENDIAN || null
        'nothing in an empty device'            | 0   | 0          | ByteOrder.LITTLE_ENDIAN || null
    }

    def "sees LVM's label in sector #sector"() {
        given:
        def device = new MemoryDevice('memory', SIZE)
        device.write(sector * 512, ByteBuffer.wrap('LABELONE'.bytes))
        device.write(sector * 512 + 24, ByteBuffer.wrap('LVM2 001'.bytes))

        expect:
        MemberSignature.of(device).isPresent() == isMember

        where:
        sector || isMember
        0      || true
        1      || true
        3      || true
        4      || false
    }

    def "a device of #size bytes is too small for any, and no error"() {
        expect:
        MemberSignature.of(new MemoryDevice('memory', size)).isEmpty()

        where:
        size << [0, 1, 512, 4096, 8192, 65_536, 130_000]
    }

    def "sees what pvcreate writes"() {
        given:
        loop = LoopDevice.create(dir.resolve('disk.img'), 8 << 20)

        when:
        SystemTool.run('pvcreate', '-q', '-q', loop.path())

        then:
        MemberSignature.of(loop.path()) == Optional.of('a physical volume of LVM')
    }

    def "cannot say anything about what cannot be read"() {
        expect:
        MemberSignature.of(dir) == Optional.empty()
        MemberSignature.of(dir.resolve('none')) == Optional.empty()
    }
}
