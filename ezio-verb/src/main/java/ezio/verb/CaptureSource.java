package ezio.verb;

import ezio.partclone.capture.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One partition, volume or file that is captured.
 *
 * @param path as it is called in messages
 * @param name what its image is called: "sda1", "vg-root"
 * @param type blkid's word for what is in it; empty where it has none
 * @param fileSystem what partclone knows of it; empty where all of it is captured
 * @param whyWhole why all of it is captured, in words; empty where only its used blocks are
 */
public record CaptureSource(
        Path path, String name, Optional<String> type, Optional<FileSystems> fileSystem, String whyWhole) {}
