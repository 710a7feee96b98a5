package ezio.recipe.run;

/**
 * What a node knows of a machine and an image.
 *
 * @param isConnected now
 * @param has the part that it holds now, 0 to 1; of a machine that is gone, 1 if it ever held everything, else 0
 * @param heldEverything now or ever
 * @param downloadedBytes payload that came from it
 * @param uploadedBytes payload that went to it
 */
public record PeerView(
        Machine machine,
        boolean isConnected,
        double has,
        boolean heldEverything,
        long downloadedBytes,
        long uploadedBytes) {

    /** Returns both together: a machine that has come twice. */
    PeerView with(PeerView other) {
        return new PeerView(
                machine,
                isConnected || other.isConnected,
                Math.max(has, other.has),
                heldEverything || other.heldEverything,
                downloadedBytes + other.downloadedBytes,
                uploadedBytes + other.uploadedBytes);
    }
}
