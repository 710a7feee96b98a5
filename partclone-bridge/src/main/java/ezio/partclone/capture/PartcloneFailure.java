package ezio.partclone.capture;

import ezio.core.problem.Problem;
import java.nio.file.Path;
import java.util.Locale;

/** partclone did not do what was asked, whatever its exit code says. */
public final class PartcloneFailure extends Problem {

    private static final long serialVersionUID = 1;

    private final String program;

    private PartcloneFailure(Kind kind, String program, String message, String remedy, Throwable cause) {
        super(kind, message, remedy, cause);
        this.program = program;
    }

    static PartcloneFailure notStarted(String program, Throwable cause) {
        return new PartcloneFailure(Kind.DEVICE, program, "cannot run " + program + ": " + reason(cause), null, cause);
    }

    /**
     * @param words partclone's own, which may be empty
     */
    static PartcloneFailure noMap(String program, Path device, String words) {
        return new PartcloneFailure(
                Kind.INPUT,
                program,
                program + " cannot read the used blocks of " + device + (words.isEmpty() ? "" : ": " + words),
                "check the file system (fsck); --whole captures all of the device, used or not",
                null);
    }

    static PartcloneFailure noHashes(String program, Path device, String words) {
        return new PartcloneFailure(
                Kind.INPUT,
                program,
                program + " did not get to the end of " + device + (words.isEmpty() ? "" : ": " + words),
                "without --hashes partclone, ezio reads and hashes the used blocks itself",
                null);
    }

    static PartcloneFailure beyondDevice(String program, Path device, long endBytes, long deviceBytes) {
        return new PartcloneFailure(
                Kind.INPUT,
                program,
                String.format(
                        Locale.ROOT,
                        "%s says that %s has used blocks up to %,d bytes, but it ends at %,d",
                        program,
                        device,
                        endBytes,
                        deviceBytes),
                "is it the device that the file system was made on? \"fsck\" checks it",
                null);
    }

    static PartcloneFailure twoAnswers(String program, Path device) {
        return new PartcloneFailure(
                Kind.INPUT,
                program,
                program + " named other used blocks of " + device + " the second time",
                "is something writing to it?",
                null);
    }

    /** Returns the program that failed: "partclone.ntfs". */
    public String program() {
        return program;
    }
}
