package ezio.core.torrent;

import ezio.core.problem.Problem;
import java.util.Locale;

/** An image is not what its torrent says; names the first piece that differs. */
public final class WrongPieces extends Problem {

    private static final long serialVersionUID = 1;
    private static final int SHOWN_DIGITS = 4;

    private final transient ImageCheck check;

    WrongPieces(ImageCheck check) {
        super(Kind.MISMATCH, message(check));
        this.check = check;
    }

    /** Returns all that the check found. */
    public ImageCheck check() {
        return check;
    }

    private static String message(ImageCheck check) {
        WrongPiece first = check.wrongPieces().get(0);
        int wrong = check.wrongPieces().size();
        return String.format(
                Locale.ROOT,
                "piece %d of %s differs on %s (expected %s…, found %s…); %,d of %,d pieces %s wrong",
                first.index(),
                check.torrent().name(),
                check.imageName(),
                first.expected().substring(0, SHOWN_DIGITS),
                first.found().substring(0, SHOWN_DIGITS),
                wrong,
                check.torrent().pieceCount(),
                wrong == 1 ? "is" : "are");
    }
}
