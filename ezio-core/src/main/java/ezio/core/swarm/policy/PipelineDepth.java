package ezio.core.swarm.policy;

/**
 * How many bytes to keep asked of one peer: what it sends in an eighth of a second, so that the link never runs dry, and
 * not much more, because what is asked of a busy peer is not asked of an idle one.
 */
public final class PipelineDepth {

    // A new peer has to show its rate; 256 KiB is 2 ms at 1 Gbit/s and 20 ms at 100 Mbit/s. Twice this, and twice the
    // time, cost 8 targets at 100 Mbit/s 2 %: some waited for busy peers while others had nothing to send.
    private static final int LEAST_BYTES = 256 << 10;
    private static final int MOST_BYTES = 4 << 20;
    private static final double SECONDS = 0.125;

    private PipelineDepth() {}

    /**
     * @param bytesPerSecond what the peer has delivered lately
     * @param isSnubbing it has not delivered what it was asked for; it is then asked for {@code blockBytes} at a time
     */
    public static int bytes(double bytesPerSecond, boolean isSnubbing, int blockBytes) {
        if (isSnubbing) {
            return blockBytes;
        }
        return (int) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, bytesPerSecond * SECONDS));
    }
}
