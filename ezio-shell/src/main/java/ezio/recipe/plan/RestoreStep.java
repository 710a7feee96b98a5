package ezio.recipe.plan;

import ezio.core.disk.Refusal;
import ezio.core.unit.ByteSize;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Fetches an image onto its device, file or directory of slices; is done when everything is verified, written and synced.
 * The image is then offered to others like one that is seeded.
 *
 * @param creates whether an image file that is not there is made
 * @param createSize its size; empty for as large as the image needs
 * @param isRechecked whether what is there is hashed first, whatever the journal says
 * @param isFresh whether everything is fetched, whatever is there
 * @param uploads machines that are served at the same time; empty for the node's own number
 * @param connections machines that may be connected; empty for the node's own number
 * @param allowed refusals that the recipe lifts
 */
public record RestoreStep(
        Place place,
        Optional<String> on,
        String imageName,
        boolean creates,
        Optional<ByteSize> createSize,
        boolean isRechecked,
        boolean isFresh,
        boolean isSequential,
        OptionalInt uploads,
        OptionalInt connections,
        Set<Refusal> allowed,
        TimeLimit timeLimit)
        implements Step {

    public RestoreStep {
        allowed = Set.copyOf(allowed);
    }

    @Override
    public String word() {
        return "restore";
    }

    @Override
    public String words() {
        return new StepWords("restore " + imageName)
                .with("make the file", creates && createSize.isEmpty())
                .with("make a file of", createSize)
                .with("hash what is there first", isRechecked)
                .with("from the start", isFresh)
                .with("in sequence", isSequential)
                .with("uploads", uploads)
                .with("connections", connections)
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

    @Override
    public boolean isDestructive() {
        return true;
    }
}
