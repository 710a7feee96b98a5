package ezio.shell.demo;

import ezio.core.problem.Problem;
import ezio.core.unit.ByteSize;
import java.nio.file.Path;

/** The demo cannot go on. */
final class DemoProblem extends Problem {

    private static final long serialVersionUID = 1;

    private DemoProblem(Kind kind, String message, String remedy, Throwable cause) {
        super(kind, message, remedy, cause);
    }

    static DemoProblem noRoom(long neededBytes, Path largest, long freeBytes) {
        return new DemoProblem(
                Kind.DEVICE,
                "the demo needs " + ByteSize.print(neededBytes) + ", " + largest + " has " + ByteSize.print(freeBytes)
                        + " free",
                "set TMPDIR to a directory with more room, or choose a smaller --size or fewer --targets",
                null);
    }

    static DemoProblem missingTool(String tool, String debianPackage) {
        return new DemoProblem(
                Kind.INPUT, tool + " is not installed", "on Debian: apt-get install " + debianPackage, null);
    }

    static DemoProblem toolFailed(String tool, int exitCode, String words) {
        return new DemoProblem(Kind.DEVICE, tool + " ended with " + exitCode + ": " + words, null, null);
    }

    static DemoProblem io(String what, Throwable cause) {
        return new DemoProblem(Kind.DEVICE, "cannot " + what + ": " + reason(cause), null, cause);
    }

    static DemoProblem nodeFailed(String node, Kind kind, String words) {
        return new DemoProblem(kind, node + ": " + words, null, null);
    }

    static DemoProblem differs(String target, long offsetBytes) {
        return new DemoProblem(
                Kind.MISMATCH, target + " differs from the source at 0x" + Long.toHexString(offsetBytes), null, null);
    }

    static DemoProblem brokenFileSystem(String target, int exitCode, String words) {
        return new DemoProblem(
                Kind.MISMATCH, target + ": e2fsck -fn ended with " + exitCode + ": " + words, null, null);
    }
}
