package ezio.partclone.image;

import java.util.Optional;

/** How the data of an image is checked. */
public enum ChecksumMode {
    NONE(0x00, 0, "nothing"),
    CRC32(0x20, 4, "CRC32"),
    XXH64(0x30, 8, "XXH64"),
    XXH128(0x31, 16, "XXH128"),
    /** What version 0001 has: a CRC32 of as many times the block's first byte as the block has bytes. */
    CRC32_0001(0xff, 4, "CRC32 (0001)");

    private final int code;
    private final int sizeBytes;
    private final String title;

    ChecksumMode(int code, int sizeBytes, String title) {
        this.code = code;
        this.sizeBytes = sizeBytes;
        this.title = title;
    }

    /** Returns the number that stands for it in a header. */
    int code() {
        return code;
    }

    static Optional<ChecksumMode> ofCode(int code) {
        for (ChecksumMode mode : values()) {
            if (mode.code == code) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** Returns how many bytes one checksum has. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Returns its name, as partclone prints it. */
    public String title() {
        return title;
    }
}
