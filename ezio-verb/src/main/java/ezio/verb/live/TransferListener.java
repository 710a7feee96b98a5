package ezio.verb.live;

import ezio.core.problem.Problem;
import ezio.core.swarm.TransferStatus;

/** Is told what becomes of the images of a {@link TransferRun}; by one thread. */
public interface TransferListener {

    /** How an image stands; a few times a second. */
    void status(SwarmImage image, TransferStatus status);

    /** Everything is verified, written and synced; once. */
    void completed(SwarmImage image, TransferStatus status);

    /** An image has ended and is not complete; once. */
    void failed(SwarmImage image, Problem problem);

    /** An image that was complete has left the swarm, because of {@code reason}. */
    void stopped(SwarmImage image, TransferStatus status, String reason);
}
