package ezio.verb;

import ezio.core.problem.Problem;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;

/** Is told what becomes of the transfers of a {@link TransferRun}; by one thread. */
public interface TransferListener {

    /** How a transfer stands; a few times a second. */
    void status(Transfer transfer, TransferStatus status);

    /** Everything is verified, written and synced; once. */
    void completed(Transfer transfer, TransferStatus status);

    /** A transfer has ended and the image is not complete; once. */
    void failed(Transfer transfer, Problem problem);

    /** A transfer that was complete has left the swarm, because of {@code reason}. */
    void stopped(Transfer transfer, TransferStatus status, String reason);
}
