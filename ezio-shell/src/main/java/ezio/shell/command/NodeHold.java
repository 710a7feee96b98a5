package ezio.shell.command;

import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.job.Pausable;
import ezio.verb.live.LiveNode;
import ezio.verb.live.Node;
import ezio.verb.live.SwarmImage;

/**
 * The node that a command uses: its own, or that of the session.
 *
 * @param isOwn whether it ends with the command
 * @param isNew whether it was started for the command
 */
record NodeHold(Node node, boolean isOwn, boolean isNew) implements AutoCloseable {

    /** Says where peers are accepted, where that was not said before. */
    void sayPort(Session session) {
        if (isNew && node instanceof LiveNode own) {
            session.console()
                    .say(Event.of(EventKind.LISTENING, "listen", "peers are accepted on port " + own.port())
                            .with("port", own.port()));
        }
    }

    /** Lets {@code job pause} reach an image. */
    static Pausable pausable(SwarmImage image) {
        return new Pausable() {
            @Override
            public void pause() {
                image.pause();
            }

            @Override
            public void resume() {
                image.resume();
            }
        };
    }

    @Override
    public void close() {
        if (isOwn) {
            node.close();
        }
    }
}
