package ezio.shell.repl;

import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does the same again whenever somebody rings; who rings does not wait, and rings meanwhile count once. */
final class Bell implements AutoCloseable {

    private final Semaphore rung = new Semaphore(0);
    private final Runnable work;
    private volatile boolean isClosed;

    Bell(String name, Runnable work) {
        this.work = work;
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    void ring() {
        rung.release();
    }

    private void run() {
        rung.acquireUninterruptibly();
        while (!isClosed) {
            rung.drainPermits();
            try {
                work.run();
            } catch (RuntimeException e) {
                // The next time may be better; nobody is there to be told.
                log().debug("the screen was not drawn", e);
            }
            rung.acquireUninterruptibly();
        }
    }

    /** Lets the thread end; it may be at work a last time. */
    @Override
    public void close() {
        isClosed = true;
        ring();
    }

    // Not a constant: to make a logger starts logback, and a prompt is to be there at once.
    private static Logger log() {
        return LoggerFactory.getLogger(Bell.class);
    }
}
