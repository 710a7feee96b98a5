package ezio.core.disk;

import java.util.Arrays;
import java.util.Optional;

/** Why a source is not captured. The ids are stable: scripts and {@code --allow} use them. */
public enum SourceRefusal {
    NOT_A_SOURCE("not-a-source", false, "it is no disk, partition or file"),
    MOUNTED_SOURCE("mounted-source", true, "it, or what is built on it, is mounted and may be written to"),
    CONTAINER_SOURCE("container-source", false, "it holds no file system but swap, or a part of LVM, RAID, LUKS, ZFS");

    private final String id;
    private final boolean canBeAllowed;
    private final String sentence;

    SourceRefusal(String id, boolean canBeAllowed, String sentence) {
        this.id = id;
        this.canBeAllowed = canBeAllowed;
        this.sentence = sentence;
    }

    public static Optional<SourceRefusal> byId(String id) {
        return Arrays.stream(values()).filter(refusal -> refusal.id.equals(id)).findFirst();
    }

    public String id() {
        return id;
    }

    /** Returns whether {@code --allow} with this id lets the source be captured. */
    public boolean canBeAllowed() {
        return canBeAllowed;
    }

    /** Returns when a source is refused for this, for documentation. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return id;
    }
}
