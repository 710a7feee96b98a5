package ezio.shell.console;

import java.util.List;

/** A terminal on which somebody may be typing a line. Safe for use by any thread. */
public interface PromptScreen {

    /** Prints lines above the prompt, or where the cursor is when there is none. */
    void print(String text);

    /** Shows rows at the bottom, below the prompt, in place of those before; none to give the room back. */
    void bottom(List<String> rows);

    /** Returns the present width; 0 where the terminal does not say. */
    int columns();

    int rows();
}
