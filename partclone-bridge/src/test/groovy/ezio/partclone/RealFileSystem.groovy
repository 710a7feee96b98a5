package ezio.partclone

import static ezio.core.disk.SystemTool.run

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest

/** How a file system is made, filled, looked at and checked, with Debian's tools. */
enum RealFileSystem {
    EXT4('ext4', 64, ['mkfs.ext4', '-q', '-b', '4096'], ['e2fsck', '-f', '-n']),
    XFS('xfs', 300, ['mkfs.xfs', '-q'], ['xfs_repair', '-n']),
    BTRFS('btrfs', 112, ['mkfs.btrfs', '-q'], ['btrfs', 'check', '--readonly']),
    FAT32('fat32', 64, ['mkfs.fat', '-F', '32'], ['fsck.fat', '-n']),
    // Not ntfsfix: the backup boot sector is the last of the device, where no extent is.
    NTFS('ntfs', 64, ['mkfs.ntfs', '-F', '-Q', '-q'], ['ntfsinfo', '-m'])

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
        [empty: 0, small: 5, odd: 100_001, large: 30_000_000, deleted: 2_000_000].each { name, length ->
            byte[] bytes = new byte[length]
            random.nextBytes(bytes)
            Files.write(files.resolve(name), bytes)
        }
        if (this == FAT32) {
            // Not every kernel mounts it.
            run('mcopy', '-i', device, '-s', files, '::/')
            run('mdel', '-i', device, '::/directory/deleted')
            return
        }
        mounted(device, scratch, 'rw') { Path root ->
            run('cp', '-r', files, root)
            run('sync', '-f', root)
            Files.delete(root.resolve('directory/deleted'))
        }
    }

    /** Returns the SHA-256 of every file; leaves the device as it is. */
    Map<String, String> hashes(Path device, Path scratch) {
        if (this == FAT32) {
            def copy = Files.createDirectory(scratch.resolve("copy-of-${device.fileName}"))
            run('mcopy', '-i', device, '-s', '::/directory', copy)
            return hashesBelow(copy)
        }
        mounted(device, scratch, 'ro') { Path root -> hashesBelow(root) }
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
                def sha256 = MessageDigest.getInstance('SHA-256').digest(Files.readAllBytes(file))
                [(root.relativize(file).toString()): HexFormat.of().formatHex(sha256)]
            }
        }
    }
}
