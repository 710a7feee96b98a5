package ezio.daemon;

import ezio.core.problem.Problem;
import ezio.core.torrent.InfoHash;
import ezio.protocol.node.Event;
import ezio.verb.live.LiveEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What happens on a node, as it is sent; and back. */
final class EventMessages {

    private EventMessages() {}

    static Event of(LiveEvent event) {
        Event.Builder message = Event.newBuilder()
                .setEpochMs(event.time().toEpochMilli())
                .setKind(event.kind().id())
                .setInfoHash(event.image().map(InfoHash::hex).orElse(""))
                .setImage(event.imageName())
                .setText(event.text());
        event.fields().forEach((name, value) -> message.putFields(name, String.valueOf(value)));
        event.problem().ifPresent(problem -> message.setProblem(ProblemStatus.message(problem)));
        return message.build();
    }

    /** Returns the event; empty where its kind is none of ours: "connected", or that of a newer daemon. */
    static Optional<LiveEvent> read(Event message) {
        Optional<InfoHash> hash =
                message.getInfoHash().isEmpty() ? Optional.empty() : Optional.of(new InfoHash(message.getInfoHash()));
        Optional<Problem> problem =
                message.hasProblem() ? Optional.of(ProblemStatus.problem(message.getProblem())) : Optional.empty();
        Map<String, Object> fields = new LinkedHashMap<>(message.getFieldsMap());
        return LiveEvent.Kind.byId(message.getKind())
                .map(kind -> new LiveEvent(
                        Instant.ofEpochMilli(message.getEpochMs()),
                        kind,
                        hash,
                        message.getImage(),
                        message.getText(),
                        fields,
                        problem));
    }
}
