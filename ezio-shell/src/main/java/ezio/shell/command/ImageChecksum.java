package ezio.shell.command;

import ezio.partclone.image.ChecksumMode;

/** The checksums that images are written with. */
enum ImageChecksum {
    NONE(ChecksumMode.NONE),
    CRC32(ChecksumMode.CRC32),
    XXH64(ChecksumMode.XXH64),
    XXH128(ChecksumMode.XXH128);

    private final ChecksumMode mode;

    ImageChecksum(ChecksumMode mode) {
        this.mode = mode;
    }

    ChecksumMode mode() {
        return mode;
    }
}
