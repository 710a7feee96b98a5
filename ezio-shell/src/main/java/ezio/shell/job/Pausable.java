package ezio.shell.job;

/** Work that can stand still for a while. */
public interface Pausable {

    /** Makes it stand still; blocks for moments. */
    void pause();

    /** Lets it go on. */
    void resume();
}
