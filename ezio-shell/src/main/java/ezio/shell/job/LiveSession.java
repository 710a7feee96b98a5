package ezio.shell.job;

import ezio.core.swarm.SwarmSettings;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.verb.live.LiveEvent;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a session keeps between its commands. Safe for use by any thread. */
public final class LiveSession implements AutoCloseable {

    /** The port of peers where nothing else is said. */
    public static final int USUAL_PORT = 6891;

    // A stop that waits for a tracker takes 3 seconds, a sync of a slow disk longer; then somebody wants to leave.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Alerts alerts = new Alerts();
    private final Settings settings = new Settings(SwarmSettings.defaults().withPort(USUAL_PORT));
    private final Console console;
    private final Jobs jobs;
    private LiveNode node;
    private SwarmSettings nodeSettings;
    private final SessionLog log;
    private volatile boolean isEnding;

    /**
     * @param console where jobs print
     */
    public LiveSession(Console console) {
        this.console = new AlertConsole(console, alerts);
        this.jobs = new Jobs(this.console);
        this.log = new SessionLog(this.console);
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
     * @throws IllegalArgumentException if {@code text} is no value for it, or it is too late; nothing has changed then
     */
    public synchronized void change(Setting setting, String text) {
        boolean isTooLate = !setting.isLive() && node != null && !node.images().isEmpty();
        if (isTooLate) {
            throw new IllegalArgumentException("cannot change while images are on the node; stop their jobs first");
        }
        settings.set(setting, text);
        if (node != null && setting.isLive()) {
            node.limit(settings.swarm().pacing());
            nodeSettings = nodeSettings.withPacing(settings.swarm().pacing());
        } else if (node != null) {
            // The next seed or restore starts another.
            node.close();
            node = null;
        }
    }

    /**
     * Returns the node of all seeds and restores; starts it where there is none yet.
     *
     * @param wanted what a line asks for, given what holds without it
     * @param start starts a node
     * @throws NodeSettingsDiffer if it runs already, with other settings
     */
    public synchronized LiveNode node(UnaryOperator<SwarmSettings> wanted, Function<SwarmSettings, LiveNode> start) {
        SwarmSettings settingsWanted = wanted.apply(node == null ? settings.swarm() : nodeSettings);
        if (node == null) {
            node = start.apply(settingsWanted);
            nodeSettings = settingsWanted;
            node.listen(this::tell);
        } else if (!settingsWanted.equals(nodeSettings)) {
            throw new NodeSettingsDiffer(node.port());
        }
        return node;
    }

    /** Returns the images of the session's node; none where it has not started. */
    public synchronized List<LiveImage> images() {
        return node == null ? List.of() : node.images();
    }

    // What becomes of an image is told by its job.
    private void tell(LiveEvent event) {
        switch (event.kind()) {
            case PAUSED,
                    RESUMED,
                    PEER_JOINED,
                    PEER_LEFT,
                    PEER_COMPLETE,
                    PEER_BANNED,
                    BAD_PIECE,
                    TRACKER_FAILED,
                    TRACKER_BACK -> {
                Map<String, Object> fields = new LinkedHashMap<>(event.fields());
                fields.put("alert", event.kind().id());
                fields.put("image", event.imageName());
                console.say(new Event(
                        EventKind.ALERT,
                        "alert",
                        event.imageName().isEmpty() ? event.text() : event.imageName() + ": " + event.text(),
                        fields));
            }
            default -> {
                // Nothing to tell.
            }
        }
    }

    /** Returns the log of all commands of the session. */
    public SessionLog log() {
        return log;
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
        LiveNode last;
        synchronized (this) {
            last = node;
            node = null;
        }
        if (last != null) {
            last.close();
        }
        log.close();
    }
}
