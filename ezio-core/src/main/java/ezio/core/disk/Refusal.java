package ezio.core.disk;

import java.util.Arrays;
import java.util.Optional;

/** Why a target is not written to. The ids are stable: scripts and {@code --allow} use them. */
public enum Refusal {
    NOT_A_DEVICE("not-a-device", false, "it is not there, or is no disk, partition or file"),
    SYSTEM_DISK("system-disk", true, "the running system is on it"),
    MOUNTED_TARGET("mounted-target", true, "it, or a partition of it, is mounted"),
    SWAP_TARGET("swap-target", true, "it, or a partition of it, is used as swap"),
    HELD_TARGET("held-target", true, "LVM, md, device-mapper, ZFS, btrfs or a loop device is built on it"),
    READ_ONLY_TARGET("read-only-target", false, "it cannot be written"),
    TOO_SMALL("too-small", false, "the image does not fit"),
    OVERWRITE_NOT_NAMED("overwrite-not-named", false, "the command line does not name it with --overwrite"),
    OVERLAPPING_TARGETS("overlapping-targets", false, "another image of the same run is written to the same place");

    private final String id;
    private final boolean canBeAllowed;
    private final String sentence;

    Refusal(String id, boolean canBeAllowed, String sentence) {
        this.id = id;
        this.canBeAllowed = canBeAllowed;
        this.sentence = sentence;
    }

    public static Optional<Refusal> byId(String id) {
        return Arrays.stream(values()).filter(refusal -> refusal.id.equals(id)).findFirst();
    }

    public String id() {
        return id;
    }

    /** Returns whether {@code --allow} with this id makes the guard let the target pass. */
    public boolean canBeAllowed() {
        return canBeAllowed;
    }

    /** Returns when a target is refused for this, for documentation: "it, or a partition of it, is mounted". */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return id;
    }
}
