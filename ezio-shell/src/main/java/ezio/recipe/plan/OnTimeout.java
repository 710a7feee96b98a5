package ezio.recipe.plan;

/** What a step does when its time is over. */
public enum OnTimeout {
    /** The run fails, with the exit code of a timeout. */
    FAIL,
    /** The step counts as done, with a warning, and the next one begins. */
    CARRY_ON
}
