package ezio.verb;

import ezio.core.disk.SourceRefused;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What blkid can find on a device that is no file system, or is one that is spread over several devices. */
enum Container {
    SWAP("swap swsuspend", "swap space", "is not worth copying: on the target, mkswap makes it anew"),
    LVM("LVM2_member LVM1_member", "a physical volume of LVM", "\"vgchange -ay\" makes its volumes appear"),
    RAID(
            "linux_raid_member ddf_raid_member isw_raid_member lsi_mega_raid_member via_raid_member silicon_medley_raid_member"
                    + " nvidia_raid_member promise_fasttrack_raid_member highpoint_raid_member adaptec_raid_member"
                    + " jmicron_raid_member",
            "a member of a RAID array",
            "\"mdadm --assemble --scan\" makes the array appear"),
    LUKS("crypto_LUKS", "encrypted with LUKS", "\"cryptsetup open\" makes its content appear"),
    BITLOCKER("BitLocker", "encrypted with BitLocker", "\"cryptsetup open --type bitlk\" makes its content appear"),
    ZFS("zfs_member", "a member of a ZFS pool", "ZFS has \"zfs send\""),
    MULTIPATH("mpath_member", "one of several paths to a disk", "capture the multipath device"),
    BCACHE("bcache", "a part of bcache", "capture the bcache device"),
    DRBD("drbd", "a part of DRBD", "capture the DRBD device"),
    OTHER("ceph_bluestore stratis vdo DM_snapshot_cow DM_verity_hash", "a part of a larger storage", "capture that");

    private final String types;
    private final String words;
    private final String remedy;

    Container(String types, String words, String remedy) {
        this.types = types;
        this.words = words;
        this.remedy = remedy;
    }

    /** Finds what blkid's word stands for; empty for a file system. */
    static Optional<Container> ofType(String blkidType) {
        for (Container container : values()) {
            if (List.of(container.types.split(" ", -1)).contains(blkidType)) {
                return Optional.of(container);
            }
        }
        return Optional.empty();
    }

    /** Returns "swap space", "a physical volume of LVM". */
    String words() {
        return words;
    }

    /**
     * Says that it is not captured as it is.
     *
     * @param inside the devices that are built on it now
     */
    SourceRefused refused(Path source, List<Path> inside) {
        String capture = inside.stream().map(Path::toString).collect(Collectors.joining(" "));
        String instead =
                switch (this) {
                    case SWAP -> "it " + remedy;
                    case LUKS, BITLOCKER ->
                        (inside.isEmpty() ? remedy : "capture " + capture) + ", and the image is not encrypted then";
                    default -> inside.isEmpty() ? remedy : "capture " + capture;
                };
        return SourceRefused.container(source, words, instead + "; --whole captures it byte by byte, as it is");
    }
}
