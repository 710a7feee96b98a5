package ezio.daemon;

import ezio.core.progress.CancelToken;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Answers calls of one request and one answer. */
final class Answers {

    private Answers() {}

    /** Sends what {@code work} returns, or the status for what it throws. */
    static <A> void one(String call, StreamObserver<A> client, Supplier<A> work) {
        A answer;
        try {
            answer = work.get();
        } catch (RuntimeException | Error e) {
            client.onError(CallProblem.status(call, e));
            return;
        }
        client.onNext(answer);
        client.onCompleted();
    }

    /** Returns what is cancelled when the client of this call hangs up. */
    static CancelToken hangUp() {
        CancelToken cancel = new CancelToken();
        Context.current().addListener(context -> cancel.cancel(), Runnable::run);
        return cancel;
    }
}
