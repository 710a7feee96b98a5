package ezio.shell.env;

import java.io.InputStream;

/**
 * What a program reads.
 *
 * @param isTerminal whether somebody types it, at a terminal that results are printed to
 */
public record Input(InputStream stream, boolean isTerminal) {

    /** Nothing to read. */
    public static final Input NONE = new Input(InputStream.nullInputStream(), false);
}
