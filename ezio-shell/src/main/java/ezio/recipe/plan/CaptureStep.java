package ezio.recipe.plan;

import ezio.core.disk.SourceRefusal;
import ezio.core.unit.ByteSize;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the used blocks of an image's device, hashes them, and writes its torrent and, beside that, torrent.info.
 *
 * @param pieceSize chosen by size by default
 * @param isWhole whether every block is captured, used or not
 * @param hasSlices whether the slices are written, too, to a directory beside the torrent that is called like it
 * @param allowed refusals that the recipe lifts
 */
public record CaptureStep(
        Place place,
        Optional<String> on,
        String imageName,
        Optional<ByteSize> pieceSize,
        boolean isWhole,
        boolean hasSlices,
        Set<SourceRefusal> allowed,
        TimeLimit timeLimit)
        implements Step {

    public CaptureStep {
        allowed = Set.copyOf(allowed);
    }

    @Override
    public String word() {
        return "capture";
    }

    @Override
    public String words() {
        return new StepWords("capture " + imageName)
                .with("piece size", pieceSize)
                .with("all blocks", isWhole)
                .with("with slices", hasSlices)
                .on(on);
    }

    @Override
    public Optional<String> image() {
        return Optional.of(imageName);
    }

    @Override
    public Optional<TimeLimit> limit() {
        return Optional.of(timeLimit);
    }
}
