package ezio.shell.command;

import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.job.Pausable;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;

/**
 * The node that a command uses: its own, or that of the session.
 *
 * @param isOwn whether it ends with the command
 * @param isNew whether it was started for the command
 */
record NodeHold(LiveNode node, boolean isOwn, boolean isNew) implements AutoCloseable {

    /** Says where peers are accepted, where that was not said before. */
    void sayPort(Session session) {
        if (isNew) {
            session.console()
                    .say(Event.of(EventKind.LISTENING, "listen", "peers are accepted on port " + node.port())
                            .with("port", node.port()));
        }
    }

    /** Lets {@code job pause} reach an image. */
    static Pausable pausable(LiveImage image) {
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
