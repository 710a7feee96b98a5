package ezio.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A secret that clients must know. Never printed. */
public final class Token {

    private static final int LEAST_LENGTH = 16;
    private static final int MOST_BYTES = 4096;

    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /**
     * Reads the first line of a file; blocks.
     *
     * @throws DaemonProblem if it cannot be read, or its line is shorter than 16 characters or not printable ASCII
     */
    public static Token read(Path file) {
        String text;
        try (var in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw DaemonProblem.bad("cannot read the token in " + file + ": " + DaemonProblem.reason(e), null);
        }
        return of(text.lines().findFirst().orElse("").strip(), file.toString());
    }

    /**
     * @param where where it was found, for the words of the problem
     * @throws DaemonProblem if it is shorter than 16 characters or not printable ASCII
     */
    public static Token of(String line, String where) {
        if (line.length() < LEAST_LENGTH || !line.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw DaemonProblem.bad(
                    "the token in " + where + " is not a line of " + LEAST_LENGTH + " or more printable characters",
                    "make one with: head -c 32 /dev/urandom | base64");
        }
        return new Token(line);
    }

    String secret() {
        return secret;
    }

    /** Compares in a time that tells nothing of how much is right. */
    boolean isSaidBy(String given) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(a secret)";
    }
}
