package ezio.core.disk

import java.nio.file.Path
import spock.lang.TempDir

class LoopDeviceSpec extends BlockDeviceContract {

    @TempDir
    Path dir

    LoopDevice loop

    @Override
    BlockDevice open() {
        loop = LoopDevice.create(dir.resolve('disk.img'), SIZE)
        ChannelDevice.openForWriting(loop.path())
    }

    def cleanup() {
        device?.close()
        loop?.close()
    }
}
