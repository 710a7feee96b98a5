package ezio.daemon;

import ezio.core.problem.Problem;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ended a call into what the client hears. */
final class CallProblem {

    private static final Logger LOG = LoggerFactory.getLogger(CallProblem.class);

    private CallProblem() {}

    static StatusRuntimeException status(String call, Throwable e) {
        if (e instanceof Problem problem) {
            LOG.info("{}: {}", call, problem.getMessage());
            return ProblemStatus.of(problem);
        }
        if (e instanceof StatusRuntimeException status) {
            return status;
        }
        if (e instanceof CancellationException) {
            return Status.CANCELLED.withDescription("the client hung up").asRuntimeException();
        }
        LOG.error("a bug in {}", call, e);
        return Status.INTERNAL
                .withDescription("this is a bug in ezio: " + e.getClass().getSimpleName() + "; its log has the details")
                .asRuntimeException();
    }
}
