package ezio.core.image;

import ezio.core.problem.Problem;
import java.util.Locale;

/** An image does not hold all the blocks that a torrent has. */
public final class BlocksMissing extends Problem {

    private static final long serialVersionUID = 1;

    private final long offsetBytes;
    private final long lengthBytes;

    BlocksMissing(String image, long offsetBytes, long lengthBytes) {
        super(
                Kind.INPUT,
                String.format(
                        Locale.ROOT,
                        "%s does not hold the %,d bytes at 0x%x of the partition, which are in the torrent",
                        image,
                        lengthBytes,
                        offsetBytes),
                "it was made of another partition, or at another time; \"ezio torrent create\" makes a torrent of it");
        this.offsetBytes = offsetBytes;
        this.lengthBytes = lengthBytes;
    }

    /** Returns where on the partition the first of them is. */
    public long offsetBytes() {
        return offsetBytes;
    }

    /** Returns how many are missing there; elsewhere there may be more. */
    public long lengthBytes() {
        return lengthBytes;
    }
}
