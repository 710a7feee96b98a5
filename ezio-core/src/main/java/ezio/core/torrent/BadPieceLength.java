package ezio.core.torrent;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import java.util.Locale;

/** A piece length was asked for that no torrent of ours can have, or not for this image. */
public final class BadPieceLength extends Problem {

    private static final long serialVersionUID = 1;

    private BadPieceLength(String message, String remedy) {
        super(Kind.USAGE, message, remedy);
    }

    static BadPieceLength notAllowed(long bytes) {
        return new BadPieceLength(
                "pieces of " + bytes + " bytes are not possible", "a piece length is a power of two, 16KiB to 64MiB");
    }

    static BadPieceLength tooManyPieces(long totalBytes, int pieceLengthBytes, long pieces) {
        return new BadPieceLength(
                String.format(
                        Locale.ROOT,
                        "pieces of %s would be %,d for %s, at most %,d are possible",
                        ByteSize.print(pieceLengthBytes),
                        pieces,
                        ByteSize.print(totalBytes),
                        PieceLength.MAX_PIECES),
                "use longer pieces; " + ByteSize.print(PieceLength.choose(totalBytes)) + " fits this image");
    }
}
