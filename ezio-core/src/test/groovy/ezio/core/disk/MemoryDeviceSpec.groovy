package ezio.core.disk

class MemoryDeviceSpec extends BlockDeviceContract {

    @Override
    BlockDevice open() {
        new MemoryDevice('memory', SIZE)
    }
}
