package ezio.daemon;

import ezio.protocol.node.Event;
import ezio.verb.live.LiveEvent;
import ezio.verb.live.LiveListener;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Hands what happens on a node to one client, as fast as that takes it. */
final class EventStream implements LiveListener {

    // 10,000 events are some MiB; a client that is so far behind does not read.
    private static final int MOST_WAITING = 10_000;

    private final ServerCallStreamObserver<Event> client;
    private final Set<String> infoHashes;
    private final Deque<Event> waiting = new ArrayDeque<>();
    private boolean isOver;

    /**
     * @param infoHashes whose events are wanted; none for all
     */
    EventStream(ServerCallStreamObserver<Event> client, Set<String> infoHashes) {
        this.client = client;
        this.infoHashes = infoHashes;
        client.setOnReadyHandler(this::flush);
    }

    /** Says that from now on everything is handed over. */
    void begin(long epochMs) {
        take(Event.newBuilder().setEpochMs(epochMs).setKind("connected").build());
    }

    @Override
    public void happened(LiveEvent event) {
        String hash = event.image().map(Object::toString).orElse("");
        if (!infoHashes.isEmpty() && !infoHashes.contains(hash)) {
            return;
        }
        take(EventMessages.of(event));
    }

    private synchronized void take(Event event) {
        if (isOver) {
            return;
        }
        waiting.add(event);
        if (waiting.size() > MOST_WAITING) {
            isOver = true;
            waiting.clear();
            client.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("the client does not read its events")
                    .asRuntimeException());
            return;
        }
        flush();
    }

    private synchronized void flush() {
        while (!isOver && client.isReady() && !waiting.isEmpty()) {
            client.onNext(waiting.poll());
        }
    }

    /** Hands over nothing any more. */
    synchronized void end() {
        isOver = true;
        waiting.clear();
    }
}
