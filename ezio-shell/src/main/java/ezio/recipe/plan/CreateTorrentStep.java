package ezio.recipe.plan;

import ezio.core.unit.ByteSize;
import java.util.Optional;

/**
 * Hashes an image and writes its torrent, in place of one that is there.
 *
 * @param pieceSize chosen by size by default
 */
public record CreateTorrentStep(
        Place place, Optional<String> on, String imageName, Optional<ByteSize> pieceSize, TimeLimit timeLimit)
        implements Step {

    @Override
    public String word() {
        return "createTorrent";
    }

    @Override
    public String words() {
        return new StepWords("create torrent " + imageName)
                .with("piece size", pieceSize)
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
