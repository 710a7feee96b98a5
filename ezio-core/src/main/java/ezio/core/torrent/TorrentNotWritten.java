package ezio.core.torrent;

import ezio.core.problem.Problem;
import java.nio.file.Path;

/** A .torrent, or what goes with it, could not be written; what stood there before is still there, whole. */
public final class TorrentNotWritten extends Problem {

    private static final long serialVersionUID = 1;

    private TorrentNotWritten(Kind kind, Path file, String reason, Throwable cause) {
        super(kind, "cannot write " + file + ": " + reason, null, cause);
    }

    static TorrentNotWritten noDirectory(Path file, Path directory) {
        return new TorrentNotWritten(Kind.USAGE, file, "there is no directory " + directory, null);
    }

    static TorrentNotWritten noPlainFile(Path file) {
        return new TorrentNotWritten(Kind.USAGE, file, "it exists and is no plain file", null);
    }

    static TorrentNotWritten failed(Path file, String reason, Throwable cause) {
        return new TorrentNotWritten(Kind.DEVICE, file, reason, cause);
    }
}
