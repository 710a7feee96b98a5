package ezio.recipe.run;

/** Is told how a run goes. */
@FunctionalInterface
public interface RunListener {

    /** Called by several threads, one at a time for each step; the run waits meanwhile. */
    void happened(RunEvent event);
}
