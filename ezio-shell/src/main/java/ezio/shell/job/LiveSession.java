package ezio.shell.job;

import ezio.core.swarm.SwarmSettings;
import ezio.shell.console.Console;
import java.time.Duration;

/** What a session keeps between its commands. Safe for use by any thread. */
public final class LiveSession implements AutoCloseable {

    /** The port of peers where nothing else is said. */
    public static final int USUAL_PORT = 6891;

    // A stop that waits for a tracker takes 3 seconds, a sync of a slow disk longer; then somebody wants to leave.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Alerts alerts = new Alerts();
    private final Settings settings = new Settings(SwarmSettings.defaults().withPort(USUAL_PORT));
    private final Jobs jobs;
    private volatile boolean isEnding;

    /**
     * @param console where jobs print
     */
    public LiveSession(Console console) {
        this.jobs = new Jobs(new AlertConsole(console, alerts));
    }

    public Jobs jobs() {
        return jobs;
    }

    public Settings settings() {
        return settings;
    }

    /**
     * Changes a setting, at once where that is possible.
     *
     * @throws IllegalArgumentException if {@code text} is no value for it; nothing has changed then
     */
    public void change(Setting setting, String text) {
        settings.set(setting, text);
    }

    public Alerts alerts() {
        return alerts;
    }

    /** Asks the session to end after the command that runs. */
    public void end() {
        isEnding = true;
    }

    public boolean isEnding() {
        return isEnding;
    }

    /** Takes {@link #end()} back. */
    public void stay() {
        isEnding = false;
    }

    /** Stops all jobs; blocks until they have ended, a minute at most. */
    @Override
    public void close() {
        jobs.stopAll(STOP_PATIENCE);
    }
}
