package ezio.core.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program of the system, for specs; it has to be there and to succeed. */
public final class SystemTool {

    private SystemTool() {}

    /** Returns what the program prints, without white space around it. */
    public static String run(Object... command) {
        List<String> words = List.of(command).stream().map(String::valueOf).toList();
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exit = process.waitFor();
            if (exit != 0) {
                throw new AssertionError(String.join(" ", words) + " ended with " + exit + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
