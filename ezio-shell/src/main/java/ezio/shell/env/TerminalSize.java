package ezio.shell.env;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Columns and rows of a terminal. */
public record TerminalSize(int columns, int rows) {

    /** What a terminal has that does not say. */
    public static final TerminalSize USUAL = new TerminalSize(80, 24);

    /**
     * Asks the terminal of this process; {@link #USUAL} if it does not say. Starts {@code stty}, which takes some
     * milliseconds: loading a terminal library to learn two numbers takes a hundred.
     */
    static TerminalSize read() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] words = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            if (stty.waitFor(1, TimeUnit.SECONDS) && words.length == 2) {
                TerminalSize size = new TerminalSize(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
                return size.columns > 0 && size.rows > 0 ? size : USUAL;
            }
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return USUAL;
    }
}
