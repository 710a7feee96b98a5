package ezio.verb;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import java.nio.file.Path;

/** There is nothing where an image is to be restored to. */
public final class MissingTarget extends Problem {

    private static final long serialVersionUID = 1;

    MissingTarget(Path target, long neededBytes) {
        super(
                Kind.REFUSED,
                "refused (not-a-device): " + target + " does not exist",
                "--create fit makes an image file there (" + ByteSize.print(neededBytes)
                        + "), --create SIZE a larger one, --slices a directory; \"ezio disks\" lists devices");
    }
}
