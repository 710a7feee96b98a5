package ezio.verb.live;

import ezio.core.problem.Problem;
import ezio.core.torrent.InfoHash;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened on a node.
 *
 * @param image empty where it concerns the node
 * @param imageName the torrent's name; empty text where it concerns the node
 * @param text one line for people, without the name of the image
 * @param fields what a program wants to know of it: "peer", "piece", "path", "reason" …; numbers and text
 * @param problem what went wrong, where that is known in words for the user
 */
public record LiveEvent(
        Instant time,
        Kind kind,
        Optional<InfoHash> image,
        String imageName,
        String text,
        Map<String, Object> fields,
        Optional<Problem> problem) {

    /** What happened. */
    public enum Kind {
        /** An image came onto the node. */
        ADDED,
        /** What is there is being hashed. */
        CHECKING,
        DOWNLOADING,
        /** A restore: everything is verified, written and synced; it is served from now on. */
        COMPLETE,
        /** A seed is served from now on. */
        SEEDING,
        PAUSED,
        RESUMED,
        /** An image left the node; "reason" says why. */
        STOPPED,
        /** An image ended with a problem and is not complete. */
        FAILED,
        PEER_JOINED,
        PEER_LEFT,
        /** A peer that lacked something holds everything now. */
        PEER_COMPLETE,
        /** A peer was dropped because it sent wrong data again and again. */
        PEER_BANNED,
        /** A piece arrived that did not have its hash; nothing of it was written. */
        BAD_PIECE,
        TRACKER_FAILED,
        TRACKER_BACK;

        /** Returns the name for machines: "peer-joined". */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns the kind with that name; empty if there is none. */
        public static Optional<Kind> byId(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
        }
    }

    public LiveEvent {
        fields = Map.copyOf(fields);
    }
}
