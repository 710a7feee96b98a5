package ezio.partclone.clonezilla;

import ezio.core.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A directory that is no image of Clonezilla's, or an incomplete one. */
public final class BadClonezillaImage extends Problem {

    private static final long serialVersionUID = 1;

    private BadClonezillaImage(String message, String remedy, Throwable cause) {
        super(Kind.INPUT, message, remedy, cause);
    }

    static BadClonezillaImage notADirectory(Path path) {
        return new BadClonezillaImage(path + " is not a directory", null, null);
    }

    static BadClonezillaImage unreadable(Path path, Throwable cause) {
        return new BadClonezillaImage("cannot read " + path + ": " + reason(cause), null, cause);
    }

    static BadClonezillaImage nothingThere(Path directory) {
        return new BadClonezillaImage(
                directory + " is no image of Clonezilla: it has neither a file \"parts\" nor an image of a partition",
                null,
                null);
    }

    static BadClonezillaImage tooLarge(Path file, long limitBytes) {
        return new BadClonezillaImage(
                String.format(Locale.ROOT, "%s has more than %,d bytes, which a list never has", file, limitBytes),
                null,
                null);
    }

    static BadClonezillaImage badLine(Path file, int line, String expected) {
        return new BadClonezillaImage(file + ":" + line + ": " + expected, null, null);
    }

    static BadClonezillaImage severalImages(Path directory, String part, List<String> names) {
        return new BadClonezillaImage(
                directory + " has several images of " + part + ": " + String.join(", ", names),
                "move all but one elsewhere",
                null);
    }

    static BadClonezillaImage noSuchPart(Path directory, String part, List<String> names) {
        return new BadClonezillaImage(
                directory + " has no partition " + part, "it has " + String.join(", ", names), null);
    }

    static BadClonezillaImage noData(Path directory, String part, SavedPart.Content content) {
        return new BadClonezillaImage(
                directory + " holds no image of " + part + ": it is " + content.words(), null, null);
    }
}
