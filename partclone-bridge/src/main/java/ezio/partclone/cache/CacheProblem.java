package ezio.partclone.cache;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import java.nio.file.Path;
import java.util.Locale;

/** An image cannot be unpacked into the cache. */
public final class CacheProblem extends Problem {

    private static final long serialVersionUID = 1;

    private CacheProblem(String message, String remedy, Throwable cause) {
        super(Kind.DEVICE, message, remedy, cause);
    }

    static CacheProblem noSpace(Path directory, long freeBytes, String image, long neededBytes) {
        return new CacheProblem(
                String.format(
                        Locale.ROOT,
                        "%s has %s free, %s needs %s there (%,d bytes more)",
                        directory,
                        ByteSize.print(freeBytes),
                        image,
                        ByteSize.print(neededBytes),
                        neededBytes - freeBytes),
                "name a directory on a larger disk with --cache-dir",
                null);
    }

    static CacheProblem unreadable(Path directory, Throwable cause) {
        return new CacheProblem(
                "cannot read " + directory + ": " + reason(cause), "--cache-dir names another directory", cause);
    }

    static CacheProblem unusable(Path path, Throwable cause) {
        return new CacheProblem(
                "cannot write " + path + ": " + reason(cause), "name another directory with --cache-dir", cause);
    }
}
