package ezio.core.swarm.policy;

/** Which pieces other targets have or fetch; a claim that was made good by nothing ends after a while. */
final class Touches {

    // A target that said it fetches a piece and has not got it after so long is too slow to wait for.
    private static final long CLAIM_NS = 2_000_000_000L;
    private static final double SLOWEST_BYTES_PER_NS = 1e6 / 1e9;

    private final PieceChoice choice;
    private final long claimNs;

    Touches(PieceChoice choice, int pieceLengthBytes) {
        this.choice = choice;
        this.claimNs = CLAIM_NS + (long) (pieceLengthBytes / SLOWEST_BYTES_PER_NS);
    }

    /** A peer has the piece. */
    void has(SwarmPeer peer, int piece) {
        peer.claims.remove(piece);
        touched(peer, piece);
    }

    /** A peer says that it is fetching the piece. */
    void claimed(SwarmPeer peer, int piece, long nowNs) {
        if (!peer.has.get(piece)) {
            peer.claims.put(piece, nowNs);
            touched(peer, piece);
        }
    }

    /** Ends claims that are too old. */
    void expire(SwarmPeer peer, long nowNs) {
        if (peer.claims.isEmpty()) {
            return;
        }
        peer.claims.entrySet().removeIf(claim -> {
            boolean isStale = nowNs - claim.getValue() > claimNs;
            if (isStale && peer.touched.get(claim.getKey())) {
                peer.touched.clear(claim.getKey());
                choice.targetLost(claim.getKey());
            }
            return isStale;
        });
    }

    void peerWent(SwarmPeer peer) {
        peer.touched.stream().forEach(choice::targetLost);
        peer.touched.clear();
    }

    private void touched(SwarmPeer peer, int piece) {
        if (!peer.isSeeder && !peer.touched.get(piece)) {
            peer.touched.set(piece);
            choice.targetGained(piece);
        }
    }
}
