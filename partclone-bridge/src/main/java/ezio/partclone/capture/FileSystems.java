package ezio.partclone.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file systems that partclone knows: which program reads which, what it needs, and what is known to be wrong with it.
 * The table in docs/file-systems.md is made of this.
 */
public enum FileSystems {
    EXT(
            "ext2, ext3, ext4",
            "ext2 ext3 ext4 ext4dev",
            "partclone.extfs",
            true,
            "cleanly unmounted; a journal on another device is not captured",
            ""),
    XFS(
            "xfs",
            "xfs",
            "partclone.xfs",
            true,
            "cleanly unmounted; log and realtime sections on other devices are not captured",
            ""),
    BTRFS(
            "btrfs",
            "btrfs",
            "partclone.btrfs",
            true,
            "on one device; each of several devices is captured whole",
            "0.3.23 leaves out the second copies of metadata: \"btrfs check\" finds nothing, a scrub reports and corrects"
                    + " checksum errors; 0.3.47 does not"),
    F2FS("f2fs", "f2fs", "partclone.f2fs", true, "cleanly unmounted", ""),
    FAT("fat12, fat16, fat32", "vfat", "partclone.fat", true, "", ""),
    EXFAT("exfat", "exfat", "partclone.exfat", true, "", ""),
    NTFS(
            "ntfs",
            "ntfs",
            "partclone.ntfs",
            true,
            "shut down, not hibernated (\"powercfg /h off\", \"shutdown /s\"), and no check pending",
            "leaves out the last sector, which holds the copy of the boot sector; ezio adds it"),
    HFS_PLUS("hfs+", "hfsplus", "partclone.hfsp", true, "", ""),
    APFS("apfs", "apfs", "partclone.apfs", true, "", ""),
    MINIX(
            "minix",
            "minix",
            "partclone.minix",
            true,
            "",
            "0.3.23 does not read version 3 (\"seek failed\"); --whole does"),
    REISER4("reiser4", "reiser4", "partclone.reiser4", true, "", ""),
    REISERFS("reiserfs", "reiserfs", "partclone.reiserfs", false, "", ""),
    JFS("jfs", "jfs", "partclone.jfs", false, "", ""),
    NILFS2(
            "nilfs2",
            "nilfs2",
            "partclone.nilfs2",
            false,
            "",
            "0.3.23, built from source, does not open it (\"Invalid argument\"); --whole does"),
    UFS("ufs", "ufs", "partclone.ufs", false, "", ""),
    VMFS("vmfs", "VMFS VMFS_volume_member", "partclone.vmfs", false, "", "version 5 is partclone.vmfs5's");

    /** Debian's package of the programs that it has. */
    public static final String DEBIAN_PACKAGE = "partclone";

    private final String title;
    private final String blkidTypes;
    private final String program;
    private final boolean isInDebian;
    private final String needs;
    private final String flaws;

    FileSystems(String title, String blkidTypes, String program, boolean isInDebian, String needs, String flaws) {
        this.title = title;
        this.blkidTypes = blkidTypes;
        this.program = program;
        this.isInDebian = isInDebian;
        this.needs = needs;
        this.flaws = flaws;
    }

    /**
     * Finds the row for what blkid says.
     *
     * @param blkidType "ext4", "vfat"
     */
    public static Optional<FileSystems> ofType(String blkidType) {
        for (FileSystems row : values()) {
            if (row.blkidTypes().contains(blkidType)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** Returns what people call it: "ext2, ext3, ext4". */
    public String title() {
        return title;
    }

    /** Returns what blkid calls it. */
    public List<String> blkidTypes() {
        return List.of(blkidTypes.split(" ", -1));
    }

    /** Returns the program that reads it: "partclone.extfs". */
    public String program() {
        return program;
    }

    /** Tells whether Debian 12's package has the program. */
    public boolean isInDebian() {
        return isInDebian;
    }

    /** Returns what has to be so before it is captured; may be empty. */
    public String needs() {
        return needs;
    }

    /** Returns what is known to be wrong with the program; may be empty. */
    public String flaws() {
        return flaws;
    }

    /** Returns the table for the documentation, a line each, in Markdown. */
    public static List<String> markdown() {
        List<String> lines = new ArrayList<>(List.of(
                "| file system | `blkid` says | program | in Debian 12 | it has to be | known to be wrong |",
                "|---|---|---|---|---|---|"));
        for (FileSystems row : values()) {
            lines.add("| " + row.title + " | `" + String.join("`, `", row.blkidTypes()) + "` | `" + row.program + "` | "
                    + (row.isInDebian ? "yes" : "no") + " | " + row.needs + " | " + row.flaws + " |");
        }
        return lines;
    }
}
