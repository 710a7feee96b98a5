package ezio.recipe.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Who has how much of several images, at one moment. */
final class Copies {

    private static final int MOST_NAMED = 5;

    private final List<List<PeerView>> images;

    Copies(List<OfferStatus> images) {
        this.images = images.stream().map(OfferStatus::peers).toList();
    }

    /** Returns the machines that are connected to every image. */
    Set<Machine> connected() {
        return inAll(PeerView::isConnected);
    }

    /** Returns the machines that hold, or ever held, everything of every image. */
    Set<Machine> complete() {
        return inAll(PeerView::heldEverything);
    }

    private Set<Machine> inAll(Predicate<PeerView> condition) {
        Set<Machine> all = null;
        for (List<PeerView> peers : images) {
            Set<Machine> those = new HashSet<>();
            peers.stream().filter(condition).map(PeerView::machine).forEach(those::add);
            if (all == null) {
                all = those;
            } else {
                all.retainAll(those);
            }
        }
        return all == null ? Set.of() : all;
    }

    /** Returns who lacks something, those that lack most first: "10.0.0.44 (64 %)". */
    List<String> incomplete() {
        Set<Machine> complete = complete();
        Map<Machine, Double> has = new HashMap<>();
        images.forEach(peers -> peers.stream()
                .filter(peer -> !complete.contains(peer.machine()))
                .forEach(peer -> has.merge(peer.machine(), peer.has() / images.size(), Double::sum)));
        List<Map.Entry<Machine, Double>> sorted = new ArrayList<>(has.entrySet());
        sorted.sort(Map.Entry.<Machine, Double>comparingByValue()
                .thenComparing(entry -> entry.getKey().toString(), Comparator.naturalOrder()));
        return sorted.stream()
                .limit(MOST_NAMED)
                .map(entry -> String.format(
                        Locale.ROOT, "%s (%d %%)", entry.getKey(), (int) Math.min(99, entry.getValue() * 100)))
                .toList();
    }
}
