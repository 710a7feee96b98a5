package ezio.verb;

import ezio.core.problem.Problem;

/** A packed image holds more than its torrent, so that they cannot be compared while it is unpacked. */
public final class PackedExcerpt extends Problem {

    private static final long serialVersionUID = 1;

    PackedExcerpt(String image) {
        super(
                Kind.USAGE,
                image + " holds more than the torrent, and is packed",
                "unpack it first; \"ezio seed --check\" compares it, too");
    }
}
