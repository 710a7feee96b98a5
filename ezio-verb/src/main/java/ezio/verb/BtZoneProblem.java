package ezio.verb;

import ezio.core.problem.Problem;
import ezio.partclone.clonezilla.SavedPart;
import java.nio.file.Path;
import java.util.List;

/** The slices and torrents for Clonezilla cannot be made. */
public final class BtZoneProblem extends Problem {

    private static final long serialVersionUID = 1;

    private BtZoneProblem(Kind kind, String message, String remedy, Throwable cause) {
        super(kind, message, remedy, cause);
    }

    static BtZoneProblem inTheWay(Path directory) {
        return new BtZoneProblem(
                Kind.REFUSED, directory + " exists already", "--force replaces it; -o DIR makes another btzone", null);
    }

    static BtZoneProblem incomplete(Path image, SavedPart part) {
        return new BtZoneProblem(
                Kind.INPUT,
                image + ": the image of " + part.name() + " is "
                        + part.content().words() + ", the disk would be incomplete",
                "--part NAME takes some of the partitions only",
                null);
    }

    static BtZoneProblem nothing(Path image) {
        return new BtZoneProblem(Kind.INPUT, image + ": no partition has an image", null, null);
    }

    static BtZoneProblem noSuchPart(Path image, String name, List<String> names) {
        return new BtZoneProblem(
                Kind.USAGE, image + " has no image of " + name, "it has " + String.join(", ", names), null);
    }

    static BtZoneProblem unwritable(Path path, Throwable cause) {
        return new BtZoneProblem(Kind.DEVICE, "cannot write " + path + ": " + reason(cause), null, cause);
    }
}
