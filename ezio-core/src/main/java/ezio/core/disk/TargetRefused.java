package ezio.core.disk;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A target was not touched, because something speaks against writing to it. */
public final class TargetRefused extends Problem {

    private static final long serialVersionUID = 1;

    private static final String FIND_FREE = "\"ezio disks\" lists what is free";

    private final Refusal refusal;
    private final String target;

    private TargetRefused(Refusal refusal, Path target, String what, String remedy) {
        super(Kind.REFUSED, "refused (" + refusal.id() + "): " + what, remedy);
        this.refusal = refusal;
        this.target = target.toString();
    }

    static TargetRefused missing(Path target) {
        return new TargetRefused(
                Refusal.NOT_A_DEVICE,
                target,
                target + " does not exist",
                "name a disk, a partition or an image file; \"ezio disks\" lists what there is");
    }

    static TargetRefused notADevice(Path target, String isWhat) {
        return new TargetRefused(
                Refusal.NOT_A_DEVICE,
                target,
                target + " is " + isWhat,
                "name a disk, a partition or an image file; \"ezio disks\" lists what there is");
    }

    static TargetRefused systemDisk(Path target, Path neededDevice, String mountPoint) {
        String where = target.equals(neededDevice) ? "" : " through " + neededDevice;
        return new TargetRefused(
                Refusal.SYSTEM_DISK,
                target,
                "the running system has " + mountPoint + " on " + target + where,
                "choose another disk; " + FIND_FREE + orAllow(Refusal.SYSTEM_DISK));
    }

    static TargetRefused mounted(Path target, Object what, List<String> mountPoints) {
        return new TargetRefused(
                Refusal.MOUNTED_TARGET,
                target,
                what + " is mounted at " + String.join(", ", mountPoints),
                "unmount it, or choose another disk; " + FIND_FREE);
    }

    static TargetRefused swap(Path target, Object what) {
        return new TargetRefused(
                Refusal.SWAP_TARGET,
                target,
                what + " is used as swap",
                "\"swapoff " + what + "\" frees it" + orAllow(Refusal.SWAP_TARGET));
    }

    static TargetRefused held(Path target, Object what, Path holder, List<String> mountPoints) {
        String mounted = mountPoints.isEmpty() ? "" : ", mounted at " + String.join(", ", mountPoints);
        return new TargetRefused(
                Refusal.HELD_TARGET,
                target,
                what + " is in use by " + holder + mounted,
                "take " + holder + " down, or choose another disk; " + FIND_FREE + orAllow(Refusal.HELD_TARGET));
    }

    static TargetRefused member(Path target, Object what, String isWhat) {
        return new TargetRefused(
                Refusal.HELD_TARGET,
                target,
                what + " is " + isWhat,
                "choose another disk; " + FIND_FREE + orAllow(Refusal.HELD_TARGET));
    }

    static TargetRefused readOnly(Path target) {
        return new TargetRefused(
                Refusal.READ_ONLY_TARGET,
                target,
                target + " is read-only",
                "look for a write-protect switch and at \"blockdev --getro " + target + "\"");
    }

    static TargetRefused notWritable(Path target, boolean isDevice) {
        return new TargetRefused(
                Refusal.READ_ONLY_TARGET,
                target,
                target + " cannot be written by this user",
                isDevice
                        ? "run as root, or as a user who may write to it"
                        : "look at its permissions and at how its file system is mounted");
    }

    static TargetRefused tooSmall(Path target, long sizeBytes, long neededBytes, String imageName) {
        return new TargetRefused(
                Refusal.TOO_SMALL,
                target,
                String.format(
                        Locale.ROOT,
                        "%s holds %s, image %s needs %s (%,d bytes more)",
                        target,
                        ByteSize.print(sizeBytes),
                        imageName,
                        ByteSize.print(neededBytes),
                        neededBytes - sizeBytes),
                "choose a larger disk or partition; \"ezio disks\" lists the sizes");
    }

    /** Returns the refusal of a target that the user has not named. */
    public static TargetRefused overwriteNotNamed(Path target) {
        return new TargetRefused(
                Refusal.OVERWRITE_NOT_NAMED,
                target,
                "this plan writes to " + target,
                "add --overwrite " + target + " to confirm");
    }

    static TargetRefused overlapping(Path target, Path other) {
        String what = target.equals(other)
                ? target + " is the target of two images"
                : target + " and " + other + " are the same place, or one holds the other";
        return new TargetRefused(
                Refusal.OVERLAPPING_TARGETS, target, what, "give each image a disk, partition or file of its own");
    }

    static TargetRefused inUseHere(Path target, Path used) {
        String what = target.equals(used)
                ? target + " is in use by another image on this node"
                : target + " and " + used + ", which another image on this node uses, are the same place, or one holds"
                        + " the other";
        return new TargetRefused(
                Refusal.OVERLAPPING_TARGETS, target, what, "stop that image first, or choose another target");
    }

    private static String orAllow(Refusal refusal) {
        return "; --allow " + refusal.id() + " writes to it all the same";
    }

    public Refusal refusal() {
        return refusal;
    }

    /** Returns the target as it was named; the message can be about a partition of it. */
    public String target() {
        return target;
    }
}
