package ezio.shell.console;

import java.nio.file.Path;

/** The words for an exception that nobody expected. */
final class BugText {

    private BugText() {}

    static String what(Throwable bug) {
        String message = bug.getMessage();
        return "this is a bug in ezio: " + bug.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    static String where(Path logFile) {
        return "details in " + logFile + "; please report them";
    }
}
