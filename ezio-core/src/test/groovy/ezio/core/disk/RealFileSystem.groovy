package ezio.core.disk

import static ezio.core.disk.SystemTool.run

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest

/**
 * How a file system is made, filled, looked at and checked, with Debian's tools. Those that not every kernel mounts are
 * filled and read without mounting.
 */
enum RealFileSystem {
    EXT4('ext4', 64, ['mkfs.ext4', '-q', '-b', '4096'], ['e2fsck', '-f', '-n']),
    XFS('xfs', 300, ['mkfs.xfs', '-q'], ['xfs_repair', '-n']),
    BTRFS('btrfs', 112, ['mkfs.btrfs', '-q'], ['btrfs', 'check', '--readonly']),
    F2FS('f2fs', 160, ['mkfs.f2fs', '-q'], ['fsck.f2fs', '--dry-run']),
    FAT32('fat32', 64, ['mkfs.fat', '-F', '32'], ['fsck.fat', '-n']),
    EXFAT('exfat', 64, ['mkfs.exfat'], ['fsck.exfat', '-n']),
    // Not ntfsfix: the backup boot sector is the last of the device, where partclone's extents do not go.
    NTFS('ntfs', 64, ['mkfs.ntfs', '-F', '-Q', '-q'], ['ntfsinfo', '-m'])

    static final List<String> FILES = ['empty', 'small', 'odd', 'large']

    final String partcloneName
    final long sizeBytes
    private final List<String> makeCommand
    private final List<String> checkCommand

    RealFileSystem(String partcloneName, long sizeMib, List<String> makeCommand, List<String> checkCommand) {
        this.partcloneName = partcloneName
        this.sizeBytes = sizeMib << 20
        this.makeCommand = makeCommand
        this.checkCommand = checkCommand
    }

    /** Makes it on a device, with files in it and room where one was deleted. */
    void make(Path device, Path scratch) {
        run(*makeCommand, device)
        def files = Files.createDirectories(scratch.resolve('files/directory'))
        def random = new Random(5)
        [empty: 0, small: 5, odd: 100_001, deleted: 2_000_000, large: 18_000_000].each { name, length ->
            Files.write(files.resolve(name), content(length, random))
        }
        switch (this) {
            case FAT32 -> {
                run('mcopy', '-i', device, '-s', files, '::/')
                run('mdel', '-i', device, '::/directory/deleted')
            }
            case EXFAT ->
                ExfatFiles.write(device, 'directory', files, ['empty', 'small', 'odd', 'deleted', 'large'], 'deleted')
            case F2FS -> {
                // It has no tool that deletes; most of the device is free anyway.
                Files.delete(files.resolve('deleted'))
                run('sload.f2fs', '-f', files.parent, device)
            }
            default ->
                mounted(device, scratch, 'rw') { Path root ->
                    run('cp', '-r', files, root)
                    run('sync', '-f', root)
                    Files.delete(root.resolve('directory/deleted'))
                }
        }
    }

    /** No two blocks are the same, and most are packed quickly: packing random bytes took longer than all else. */
    private static byte[] content(int length, Random random) {
        byte[] bytes = new byte[length]
        for (int at = 0; at < length; at += 4096) {
            byte[] block = new byte[Math.min(4096, length - at)]
            if (at % 32768 == 0) {
                random.nextBytes(block)
            } else {
                Arrays.fill(block, (byte) (at >> 12))
                System.arraycopy(at.toString().bytes, 0, block, 0, Math.min(block.length, at.toString().length()))
            }
            System.arraycopy(block, 0, bytes, at, block.length)
        }
        bytes
    }

    /** Returns the SHA-256 of every file; leaves the device as it is. */
    Map<String, String> hashes(Path device, Path scratch) {
        def copy = scratch.resolve("copy-of-${device.fileName}")
        switch (this) {
            case FAT32 -> {
                run('mcopy', '-i', device, '-s', '::/directory', Files.createDirectory(copy))
                hashesBelow(copy)
            }
            case EXFAT ->
                ExfatFiles.read(device, 'directory').collectEntries { name, bytes -> ["directory/$name".toString(), sha256(bytes)] }
            case F2FS -> {
                // Inode 3 is the root, 4 the directory; sload gave the files the next ones.
                Files.createDirectory(copy)
                (5..8).each { run('sh', '-c', "cd $copy && echo Y | dump.f2fs -i $it $device") }
                Files.move(copy.resolve('lost_found'), copy.resolve('directory'))
                hashesBelow(copy)
            }
            default ->
                mounted(device, scratch, 'ro') { Path root -> hashesBelow(root) }
        }
    }

    /** Runs the file system's own check, which must find nothing. */
    void check(Path device) {
        run(*checkCommand, device)
    }

    private <T> T mounted(Path device, Path scratch, String mode, Closure<T> use) {
        def point = Files.createDirectories(scratch.resolve('mounted'))
        // norecovery would hide a log that is not clean.
        run('mount', '-t', this == NTFS ? 'ntfs-3g' : partcloneName, '-o', mode, device, point)
        try {
            return use(point)
        } finally {
            run('umount', point)
        }
    }

    private static Map<String, String> hashesBelow(Path root) {
        Files.walk(root).withCloseable { paths ->
            paths.filter { Files.isRegularFile(it) }.toList().collectEntries { file ->
                [(root.relativize(file).toString()): sha256(Files.readAllBytes(file))]
            }
        }
    }

    private static String sha256(byte[] bytes) {
        HexFormat.of().formatHex(MessageDigest.getInstance('SHA-256').digest(bytes))
    }
}
