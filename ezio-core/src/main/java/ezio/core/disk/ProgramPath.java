package ezio.core.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the programs of the system. */
public final class ProgramPath {

    // The PATH of an ordinary user does not have the directories of the disk tools.
    private static final List<String> MORE_PLACES = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

    private ProgramPath() {}

    /** Returns where a program is: on the PATH, or where the disk tools are; empty if nowhere. */
    public static Optional<Path> find(String program) {
        List<String> places = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            places.addAll(List.of(path.split(":", -1)));
        }
        places.addAll(MORE_PLACES);
        return places.stream()
                .filter(place -> place.startsWith("/"))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
