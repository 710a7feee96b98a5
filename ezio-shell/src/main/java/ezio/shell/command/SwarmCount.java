package ezio.shell.command;

import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.PeerStatus;
import ezio.verb.live.SwarmImage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Counts the peers that several images have in common, at one moment. */
record SwarmCount(List<? extends SwarmImage> images) {

    private static final int MOST_NAMED = 5;

    /** Returns those that are connected to every image. */
    Set<InetSocketAddress> connected() {
        return common(image -> addresses(image.status().peers()));
    }

    /** Returns those that were ever seen to hold everything of every image; they may be gone. */
    Set<InetSocketAddress> complete() {
        return common(image -> {
            Set<InetSocketAddress> complete = new HashSet<>();
            image.accounts().stream()
                    .filter(PeerAccount::wasComplete)
                    .forEach(account -> complete.add(account.address()));
            return complete;
        });
    }

    private static Set<InetSocketAddress> addresses(List<PeerStatus> peers) {
        Set<InetSocketAddress> addresses = new HashSet<>();
        peers.forEach(peer -> addresses.add(peer.address()));
        return addresses;
    }

    private Set<InetSocketAddress> common(Function<SwarmImage, Set<InetSocketAddress>> ofImage) {
        Set<InetSocketAddress> common = null;
        for (SwarmImage image : images) {
            Set<InetSocketAddress> those = ofImage.apply(image);
            if (common == null) {
                common = those;
            } else {
                common.retainAll(those);
            }
        }
        return common == null ? Set.of() : common;
    }

    /** Returns who is connected and lacks something, those that lack most first: "10.0.0.44:6891 (64 %)". */
    List<String> incomplete() {
        Set<InetSocketAddress> complete = complete();
        Map<InetSocketAddress, Double> least = new HashMap<>();
        images.forEach(image -> image.status().peers().stream()
                .filter(peer -> !complete.contains(peer.address()))
                .forEach(peer -> least.merge(peer.address(), peer.has(), Math::min)));
        List<Map.Entry<InetSocketAddress, Double>> sorted = new ArrayList<>(least.entrySet());
        sorted.sort(Map.Entry.<InetSocketAddress, Double>comparingByValue()
                .thenComparing(entry -> entry.getKey().toString(), Comparator.naturalOrder()));
        return sorted.stream()
                .limit(MOST_NAMED)
                .map(entry -> String.format(Locale.ROOT, "%s (%d %%)", TransferWords.text(entry.getKey()), (int)
                        Math.min(99, entry.getValue() * 100)))
                .toList();
    }
}
