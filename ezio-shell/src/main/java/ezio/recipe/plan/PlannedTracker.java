package ezio.recipe.plan;

import java.util.Optional;

/** A tracker that the recipe's torrents announce to. */
public sealed interface PlannedTracker {

    Place place();

    /** Returns what the plan prints: its URL, or the port of the one that runs beside the recipe. */
    String words();

    /**
     * One that runs elsewhere.
     *
     * @param url "http://HOST:PORT/announce", or udp
     */
    record External(Place place, String url) implements PlannedTracker {
        @Override
        public String words() {
            return url;
        }
    }

    /**
     * One that runs beside the recipe, as long as it does, and hands out the torrents of what is seeded.
     *
     * @param port 0 for any
     * @param host how other machines call this one; empty for its address in the network
     */
    record Embedded(Place place, int port, Optional<String> host) implements PlannedTracker {

        public Embedded {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + " is not in 0 to 65535");
            }
        }

        @Override
        public String words() {
            return "embedded, " + (port == 0 ? "any free port" : "port " + port);
        }
    }
}
