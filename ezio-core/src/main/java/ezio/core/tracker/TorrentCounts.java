package ezio.core.tracker;

/**
 * How many machines are in a swarm.
 *
 * @param seeds peers that hold everything
 * @param leeches peers that do not
 * @param completed peers that were seen to become complete since the tracker started, those that left counted
 */
public record TorrentCounts(int seeds, int leeches, long completed) {

    public int peers() {
        return seeds + leeches;
    }
}
