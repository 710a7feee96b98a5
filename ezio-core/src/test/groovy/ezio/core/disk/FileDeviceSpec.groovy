package ezio.core.disk

import java.nio.file.Path
import spock.lang.TempDir

class FileDeviceSpec extends BlockDeviceContract {

    @TempDir
    Path dir

    @Override
    BlockDevice open() {
        ChannelDevice.createFile(dir.resolve('disk.img'), SIZE)
    }
}
