package ezio.recipe.run;

import ezio.core.problem.Problem;
import ezio.recipe.plan.PlannedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the steps of a run offer, on all nodes. Safe for use by any thread. */
final class Offers {

    /** One of them, and where it is. */
    record Placed(Optional<String> node, PlannedImage image, Offer offer) {}

    private final List<Placed> all = new ArrayList<>();
    private final List<Placed> stopped = new ArrayList<>();

    synchronized void add(Optional<String> node, PlannedImage image, Offer offer) {
        all.add(new Placed(node, image, offer));
    }

    /** Returns what is offered on a node. */
    synchronized List<Offer> on(Optional<String> node) {
        return all.stream()
                .filter(placed -> placed.node.equals(node))
                .map(Placed::offer)
                .toList();
    }

    /** Returns everything that was ever offered, in order. */
    synchronized List<Placed> ever() {
        List<Placed> ever = new ArrayList<>(stopped);
        ever.addAll(all);
        return ever;
    }

    /** Ends one image of a node, or everything on it; blocks some seconds at most. */
    void stop(Optional<String> node, Optional<String> imageName) {
        List<Placed> ending;
        synchronized (this) {
            ending = all.stream()
                    .filter(placed -> placed.node.equals(node))
                    .filter(placed -> imageName.isEmpty() || imageName.get().equals(placed.image.name()))
                    .toList();
            all.removeAll(ending);
            stopped.addAll(ending);
        }
        ending.forEach(placed -> placed.offer.stop("asked to"));
    }

    /** Takes away what was not finished. */
    void abandon(Offer offer) {
        synchronized (this) {
            List<Placed> ending =
                    all.stream().filter(placed -> placed.offer == offer).toList();
            all.removeAll(ending);
            stopped.addAll(ending);
        }
        offer.stop("not finished");
    }

    /**
     * Returns if none of them has failed.
     *
     * @throws Problem that ended one
     */
    void throwIfFailed() {
        List<Placed> now;
        synchronized (this) {
            now = List.copyOf(all);
        }
        now.forEach(placed -> placed.offer.status().failure().ifPresent(problem -> {
            throw problem;
        }));
    }
}
