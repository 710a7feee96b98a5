package ezio.shell.console;

import ezio.shell.env.TerminalSize;
import java.util.List;
import java.util.function.Function;

/**
 * A terminal on which somebody may be typing a line. Safe for use by any thread, whatever locks it holds: what is handed
 * over is shown soon, in its order, and nobody waits for that.
 */
public interface PromptScreen {

    /** Prints lines above the prompt, or where the cursor is when there is none. */
    void print(String text);

    /**
     * Shows rows at the bottom, below the prompt, in place of those before; none to give the room back.
     *
     * @param rows lays them out for a terminal; called from another thread, and again whenever the size has changed
     */
    void bottom(Function<TerminalSize, List<String>> rows);
}
