package ezio.core.disk;

import ezio.core.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/** A source was not captured, because what would come of it is not what one expects. */
public final class SourceRefused extends Problem {

    private static final long serialVersionUID = 1;

    private final SourceRefusal refusal;
    private final String source;

    private SourceRefused(SourceRefusal refusal, Path source, String what, String remedy) {
        super(Kind.REFUSED, "refused (" + refusal.id() + "): " + what, remedy);
        this.refusal = refusal;
        this.source = source.toString();
    }

    static SourceRefused notASource(Path source, String isWhat) {
        return new SourceRefused(
                SourceRefusal.NOT_A_SOURCE,
                source,
                source + " is " + isWhat,
                "name a disk, a partition, a logical volume or an image file; \"ezio disks\" lists what there is");
    }

    static SourceRefused mounted(Path source, List<String> mountPoints) {
        String points = String.join(", ", mountPoints);
        return new SourceRefused(
                SourceRefusal.MOUNTED_SOURCE,
                source,
                source + " is mounted for writing at " + points,
                "unmount it, or \"mount -o remount,ro\" it; --allow mounted-source reads it all the same, and what is"
                        + " written meanwhile can make the image useless");
    }

    /**
     * Says that a source holds something that is not captured as it is.
     *
     * @param isWhat "swap space", "a physical volume of LVM"
     * @param remedy what to capture or do in its place
     */
    public static SourceRefused container(Path source, String isWhat, String remedy) {
        return new SourceRefused(SourceRefusal.CONTAINER_SOURCE, source, source + " is " + isWhat, remedy);
    }

    public SourceRefusal refusal() {
        return refusal;
    }

    /** Returns the source as it was named. */
    public String source() {
        return source;
    }
}
