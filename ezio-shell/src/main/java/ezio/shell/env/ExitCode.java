package ezio.shell.env;

import ezio.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The number a command ends with. Public: scripts rely on it. */
public enum ExitCode {
    OK(0, "done"),
    BUG(1, "an exception nobody expected; its stack is in the log file"),
    USAGE(2, "a flag or parameter is wrong"),
    INPUT(3, "a torrent, torrent.info or image cannot be read or contradicts itself"),
    REFUSED(4, "a guard said no; --overwrite or --allow NAME would change that"),
    DEVICE(5, "a read or write failed, or the device does not fit"),
    NETWORK(6, "a port is taken, a torrent cannot be fetched, nobody could be reached"),
    MISMATCH(7, "data is not what its torrent says"),
    TIMEOUT(8, "a wait ended without its condition"),
    INTERRUPTED(130, "Ctrl-C, after a clean stop"),
    TERMINATED(143, "SIGTERM or SIGHUP, after a clean stop");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** Returns the name as documentation and JSON have it: "mismatch". */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }

    /**
     * @throws IllegalArgumentException if no exit code has that number
     */
    public static ExitCode of(int code) {
        for (ExitCode exit : values()) {
            if (exit.code == code) {
                return exit;
            }
        }
        throw new IllegalArgumentException("no exit code: " + code);
    }

    public static ExitCode of(Problem.Kind kind) {
        return switch (kind) {
            case USAGE -> USAGE;
            case INPUT -> INPUT;
            case REFUSED -> REFUSED;
            case DEVICE -> DEVICE;
            case NETWORK -> NETWORK;
            case MISMATCH -> MISMATCH;
            case TIMEOUT -> TIMEOUT;
        };
    }

    /** Returns the table that ends the help of every command, a line each. */
    public static List<String> table() {
        List<String> lines = new ArrayList<>();
        for (ExitCode exit : values()) {
            lines.add(String.format(Locale.ROOT, "  %3d  %-11s  %s", exit.code, exit.id(), exit.meaning));
        }
        return lines;
    }
}
