package ezio.recipe.run;

import ezio.recipe.plan.CaptureStep;
import ezio.recipe.plan.CreateTorrentStep;
import ezio.recipe.plan.PlannedImage;
import ezio.recipe.plan.RestoreStep;
import ezio.recipe.plan.SeedStep;
import ezio.recipe.plan.VerifyStep;
import java.util.Optional;

/**
 * A node that steps run on.
 *
 * <p>Implementations must be safe for use by any thread, end with {@link java.util.concurrent.CancellationException} within
 * a second after the work was cancelled, and leave nothing half-made then. What cannot be done is a
 * {@link ezio.core.problem.Problem}.
 */
public interface RecipeNode extends AutoCloseable {

    /** Finds and hashes the used blocks, writes the torrent; blocks until done. */
    void capture(CaptureStep step, PlannedImage image, StepWork work);

    /** Hashes the image, writes the torrent; blocks until done. */
    void createTorrent(CreateTorrentStep step, PlannedImage image, StepWork work);

    /** Offers the image; blocks while it is opened, which for a packed one can take long. */
    Offer seed(SeedStep step, PlannedImage image, StepWork work);

    /** Begins to fetch the image; blocks for moments. */
    Offer restore(RestoreStep step, PlannedImage image, StepWork work);

    /** Reads the image and compares it; blocks until done. */
    void verify(VerifyStep step, PlannedImage image, StepWork work);

    /**
     * Offers an image that an earlier run restored, if that can be shown to be so: nothing was written to it since.
     *
     * @return empty if it has to be restored
     */
    Optional<Offer> offerAgain(RestoreStep step, PlannedImage image, Evidence evidence, StepWork work);

    /**
     * Tells whether what an earlier run made or compared is still so: the torrent is there, and the image was not written to
     * since.
     */
    boolean isStillSo(PlannedImage image, Evidence evidence);

    /** Ends everything on it; blocks some seconds at most. */
    @Override
    void close();
}
