package ezio.core.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells by what is written on a device whether it is a part of something larger that may be inactive just now, so that
 * the kernel does not know about it: LVM, md, ZFS.
 *
 * <pre>
 *   LVM2     "LABELONE" at the start of one of the first four sectors of 512 bytes, "LVM2 001" 24 bytes after it
 *   md 1.1   a9 2b 4e fc, as a little-endian number, at 0; 1.2 at 4096
 *   md 1.0   the same 8 KiB before the end or up to 4 KiB less, on a multiple of 4 KiB
 *   md 0.90  the same in the byte order of its maker, on the last multiple of 64 KiB that leaves 64 KiB
 *   ZFS      00 ba b1 0c in either byte order, at a multiple of 1 KiB in 128 KiB to 256 KiB
 * </pre>
 */
final class MemberSignature {

    private static final int MD_MAGIC = 0xa92b4efc;
    private static final int ZFS_MAGIC = 0x00bab10c;

    private MemberSignature() {}

    /** Returns what the device is, "a physical volume of LVM"; empty if none of these, or if it cannot be read. */
    static Optional<String> of(Path path) {
        try (ChannelDevice device = ChannelDevice.openForReading(path)) {
            return of(device);
        } catch (DeviceFailure e) {
            return Optional.empty();
        }
    }

    static Optional<String> of(BlockDevice device) {
        if (isLvm(device)) {
            return Optional.of("a physical volume of LVM");
        }
        if (isMd(device)) {
            return Optional.of("a member of a RAID array of md");
        }
        return isZfs(device) ? Optional.of("a member of a ZFS pool") : Optional.empty();
    }

    private static boolean isLvm(BlockDevice device) {
        ByteBuffer sectors = bytesAt(device, 0, 4 * 512);
        for (int at = 0; at + 512 <= sectors.limit(); at += 512) {
            if (text(sectors, at).equals("LABELONE") && text(sectors, at + 24).equals("LVM2 001")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMd(BlockDevice device) {
        long size = device.sizeBytes();
        long near = size - (8 << 10) & -(4L << 10);
        if (isAt(device, 0, MD_MAGIC) || isAt(device, 4096, MD_MAGIC) || isAt(device, near, MD_MAGIC)) {
            return true;
        }
        long old = (size & -(64L << 10)) - (64 << 10);
        return isAt(device, old, MD_MAGIC) || isAt(device, old, Integer.reverseBytes(MD_MAGIC));
    }

    private static boolean isZfs(BlockDevice device) {
        ByteBuffer label = bytesAt(device, 128 << 10, 128 << 10);
        for (int at = 0; at + 4 <= label.limit(); at += 1024) {
            int magic = label.getInt(at);
            if (magic == ZFS_MAGIC || magic == Integer.reverseBytes(ZFS_MAGIC)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(BlockDevice device, long offsetBytes, int magic) {
        ByteBuffer bytes = bytesAt(device, offsetBytes, 4);
        return bytes.limit() == 4 && bytes.getInt(0) == magic;
    }

    private static String text(ByteBuffer bytes, int at) {
        byte[] eight = new byte[8];
        bytes.get(at, eight);
        return new String(eight, StandardCharsets.ISO_8859_1);
    }

    /** Returns the bytes there, or none where the device is too small to have them. */
    private static ByteBuffer bytesAt(BlockDevice device, long offsetBytes, int length) {
        if (offsetBytes < 0 || offsetBytes + length > device.sizeBytes()) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        device.read(offsetBytes, bytes);
        return bytes;
    }
}
