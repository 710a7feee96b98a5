package ezio.shell.command;

import ezio.shell.job.Pausable;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;

/**
 * The node that a command uses: its own, or that of the session.
 *
 * @param isOwn whether it ends with the command
 */
record NodeHold(LiveNode node, boolean isOwn) implements AutoCloseable {

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
