package ezio.daemon;

import ezio.core.disk.Refusal;
import ezio.core.disk.TargetRefused;
import ezio.core.problem.Problem;
import ezio.core.swarm.TorrentTwice;
import ezio.core.torrent.BadTorrent;
import ezio.verb.MissingTarget;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@link Problem} as a call answers it: a status with its words, and all of it in a trailer; and back. */
final class ProblemStatus {

    private static final Metadata.Key<ezio.protocol.node.Problem> TRAILER = Metadata.Key.of(
            "ezio-problem-bin", ProtoUtils.metadataMarshaller(ezio.protocol.node.Problem.getDefaultInstance()));

    // HTTP/2 servers and clients refuse larger headers (8 KiB is what grpc-java takes), and base64 adds a third.
    private static final int MOST_WORDS = 2000;

    private ProblemStatus() {}

    /** Returns the status for a problem. */
    static StatusRuntimeException of(Problem problem) {
        Metadata trailers = new Metadata();
        trailers.put(TRAILER, message(problem));
        return code(problem).withDescription(words(problem)).withCause(problem).asRuntimeException(trailers);
    }

    private static String words(Problem problem) {
        return cut(problem.getMessage())
                + problem.remedy().map(remedy -> "; " + cut(remedy)).orElse("");
    }

    private static String cut(String text) {
        return text.length() <= MOST_WORDS ? text : text.substring(0, MOST_WORDS) + "…";
    }

    private static Status code(Problem problem) {
        if (problem instanceof DaemonProblem own) {
            return own.status();
        }
        if (problem instanceof MissingTarget) {
            return Status.NOT_FOUND;
        }
        if (problem instanceof TorrentTwice) {
            return Status.ALREADY_EXISTS;
        }
        return switch (problem.kind()) {
            case USAGE -> Status.INVALID_ARGUMENT;
            case INPUT -> problem instanceof BadTorrent ? Status.INVALID_ARGUMENT : Status.FAILED_PRECONDITION;
            case REFUSED, DEVICE -> Status.FAILED_PRECONDITION;
            case NETWORK -> Status.UNAVAILABLE;
            case MISMATCH -> Status.DATA_LOSS;
            case TIMEOUT -> Status.DEADLINE_EXCEEDED;
        };
    }

    /** Returns a problem as it is sent. */
    static ezio.protocol.node.Problem message(Problem problem) {
        ezio.protocol.node.Problem.Builder message = ezio.protocol.node.Problem.newBuilder()
                .setKind(ezio.protocol.node.Problem.Kind.valueOf(problem.kind().name()))
                .setId(problem instanceof RemoteProblem remote ? remote.id() : id(problem))
                .setMessage(cut(problem.getMessage()))
                .setRemedy(cut(problem.remedy().orElse("")));
        if (problem instanceof TargetRefused refused) {
            message.addRefusals(refused.refusal().id());
        }
        return message.build();
    }

    private static String id(Problem problem) {
        return problem.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Returns a problem that was sent. */
    static RemoteProblem problem(ezio.protocol.node.Problem message) {
        Problem.Kind kind = message.getKind() == ezio.protocol.node.Problem.Kind.KIND_UNSPECIFIED
                        || message.getKind() == ezio.protocol.node.Problem.Kind.UNRECOGNIZED
                ? Problem.Kind.NETWORK
                : Problem.Kind.valueOf(message.getKind().name());
        List<Refusal> refusals = message.getRefusalsList().stream()
                .flatMap(id -> Refusal.byId(id).stream())
                .toList();
        return new RemoteProblem(
                kind,
                message.getId(),
                message.getMessage(),
                message.getRemedy().isEmpty() ? null : message.getRemedy(),
                refusals);
    }

    /** Returns what went wrong with a call to {@code address}. */
    static Problem problem(DaemonAddress address, StatusRuntimeException e) {
        Optional<ezio.protocol.node.Problem> sent =
                Optional.ofNullable(e.getTrailers()).map(trailers -> trailers.get(TRAILER));
        if (sent.isPresent()) {
            return problem(sent.get());
        }
        return new DaemonUnreachable(address, e);
    }
}
