package ezio.core.swarm;

import java.util.OptionalInt;

/**
 * How one image is treated on a node.
 *
 * @param maxUploads peers of this image that are served at the same time, 1 or more; empty for the node's
 * @param maxConnections peers of this image, 1 or more; empty for the node's
 * @param isSequential lowest piece first instead of rarest first; among several targets one of the lowest few, so that
 *     they can trade, which is still a little slower
 * @param events is told what happens
 */
public record TransferOptions(
        OptionalInt maxUploads, OptionalInt maxConnections, boolean isSequential, TransferEvents events) {

    /** What the node does by itself. */
    public static final TransferOptions USUAL =
            new TransferOptions(OptionalInt.empty(), OptionalInt.empty(), false, TransferEvents.NONE);

    public TransferOptions {
        if (maxUploads.orElse(1) < 1 || maxConnections.orElse(1) < 1) {
            throw new IllegalArgumentException("connection and upload counts start at 1");
        }
    }
}
