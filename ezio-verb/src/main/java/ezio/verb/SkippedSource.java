package ezio.verb;

import java.nio.file.Path;

/**
 * A partition of a disk that is left out when the disk is captured.
 *
 * @param why what it is, and what to do about it: "swap space; make it anew …"
 */
public record SkippedSource(Path path, String why) {}
