package ezio.core.problem;

import java.util.Optional;

/**
 * Something that the user can understand and act on: what happened, with the values, and what to do about it.
 *
 * <p>The message is one sentence without class names, without a full stop and without "error:". Each kind of problem is
 * a subclass next to the code that finds it, so that its words exist once and tests can look at its values.
 */
public abstract class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What sort of thing went wrong; decides the exit code of a command. */
    public enum Kind {
        /** A flag or parameter is wrong. */
        USAGE,
        /** A torrent, torrent.info or image that cannot be read or contradicts itself. */
        INPUT,
        /** A guard said no; the user can name it to go on. */
        REFUSED,
        /** A read or write failed, or the device does not fit. */
        DEVICE,
        /** A port is taken, a torrent cannot be fetched, nobody could be reached. */
        NETWORK,
        /** Data is not what its torrent says. */
        MISMATCH,
        /** A wait ended without its condition. */
        TIMEOUT
    }

    private final Kind kind;
    private final String remedy;

    protected Problem(Kind kind, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.remedy = remedy;
    }

    protected Problem(Kind kind, String message, String remedy) {
        this(kind, message, remedy, null);
    }

    protected Problem(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public final Kind kind() {
        return kind;
    }

    /** Returns one line that says what to do, where there is something to do. */
    public final Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }

    /** Returns the words of the operating system for {@code e}: "No space left on device", not a class name. */
    public static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
