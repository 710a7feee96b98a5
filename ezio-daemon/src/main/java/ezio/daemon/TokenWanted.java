package ezio.daemon;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets nobody call who does not say the token. */
final class TokenWanted implements ServerInterceptor {

    private final Token token;

    TokenWanted(Token token) {
        this.token = token;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String said = headers.get(TokenSpoken.AUTHORIZATION);
        if (said == null || !said.startsWith(TokenSpoken.BEARER)) {
            return refuse(call, "this daemon wants a token");
        }
        if (!token.isSaidBy(said.substring(TokenSpoken.BEARER.length()))) {
            return refuse(call, "this daemon does not know the token");
        }
        return next.startCall(call, headers);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, String why) {
        call.close(Status.UNAUTHENTICATED.withDescription(why), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
