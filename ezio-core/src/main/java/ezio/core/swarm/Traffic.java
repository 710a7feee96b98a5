package ezio.core.swarm;

import ezio.core.swarm.policy.RateMeter;
import ezio.core.unit.Rate;
import java.time.Duration;
import java.util.Optional;

/** What one image has received and sent since it came to the node. Guarded by the session. */
final class Traffic {

    private final long startedNs;
    private final RateMeter received;
    private final RateMeter sent;
    private long rejectedPieces;
    private long lastSentNs;

    Traffic(long nowNs) {
        this.startedNs = nowNs;
        this.received = new RateMeter(nowNs);
        this.sent = new RateMeter(nowNs);
    }

    /** Bytes of blocks came, of use or not. */
    void received(long bytes, long nowNs) {
        received.add(bytes, nowNs);
    }

    /** Bytes of blocks left. */
    void sent(long bytes, long nowNs) {
        sent.add(bytes, nowNs);
        lastSentNs = nowNs;
    }

    /** A piece came without its hash. */
    void rejected() {
        rejectedPieces++;
    }

    long receivedBytes() {
        return received.totalBytes();
    }

    long sentBytes() {
        return sent.totalBytes();
    }

    long rejectedPieces() {
        return rejectedPieces;
    }

    Rate receiving(long nowNs) {
        return received.rate(nowNs);
    }

    Rate sending(long nowNs) {
        return sent.rate(nowNs);
    }

    /** Returns since when it is on the node, paused or not. */
    Duration elapsed(long nowNs) {
        return Duration.ofNanos(nowNs - startedNs);
    }

    /** Returns how long nothing was sent; empty if nothing ever was. */
    Optional<Duration> sinceSent(long nowNs) {
        return lastSentNs == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nowNs - lastSentNs));
    }
}
