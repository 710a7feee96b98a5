package ezio.shell.job;

import ezio.core.swarm.SwarmSettings;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.verb.live.LiveEvent;
import ezio.verb.live.LiveNode;
import ezio.verb.live.Node;
import ezio.verb.live.SwarmImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Optional<Node> far;
    private LiveNode node;
    private SwarmSettings nodeSettings;
    private final SessionLog log;
    private volatile boolean isEnding;

    /**
     * @param console where jobs print
     */
    public LiveSession(Console console) {
        this(console, Optional.empty());
    }

    /**
     * @param far the node of a daemon, which becomes this one's to close; empty for one of this program
     */
    public LiveSession(Console console, Optional<Node> far) {
        this.far = far;
        this.console = new AlertConsole(console, alerts);
        this.jobs = new Jobs(this.console);
        this.log = new SessionLog(this.console);
    }

    public Jobs jobs() {
        return jobs;
    }

    /** Returns the node of a daemon; empty where it is of this program. */
    public Optional<Node> far() {
        return far;
    }

    /** Returns whether the node is that of a daemon. */
    public boolean isFar() {
        return far.isPresent();
    }

    /** Returns every job: the commands that run beside the prompt or have ended, and the images of a daemon. */
    public List<SessionJob> everyJob() {
        List<SessionJob> all = new ArrayList<>(jobs.all());
        far.ifPresent(daemon -> daemon.images().forEach(image -> all.add(new ImageJob(daemon, image))));
        return all;
    }

    /**
     * Returns the job of that number; of a daemon, also the one of that image.
     *
     * @throws JobProblem if there is none, or several images have that name
     */
    public SessionJob job(String label) {
        if (label.matches("\\d{1,9}") && jobs.find(Integer.parseInt(label)).isPresent()) {
            return jobs.find(Integer.parseInt(label)).get();
        }
        List<ImageJob> images = far.stream()
                .flatMap(daemon -> daemon.images().stream()
                        .filter(image -> image.name().equals(label)
                                || image.infoHash().hex().equals(label))
                        .map(image -> new ImageJob(daemon, image)))
                .toList();
        if (images.size() > 1) {
            throw JobProblem.ambiguous(label);
        }
        return images.stream().findFirst().orElseThrow(() -> JobProblem.missing(label));
    }

    /** Returns the settings that hold now; asks the daemon where the node is far. */
    public SwarmSettings swarm() {
        return far.map(Node::settings).orElseGet(settings::swarm);
    }

    /** Returns where the value of a setting comes from: "daemon", "set" or "default". */
    public String originOf(Setting setting) {
        return isFar() ? "daemon" : settings.isSet(setting) ? "set" : "default";
    }

    /** Shows what happens at the daemon from now on; where the node is here, that is shown anyway. */
    public void watch() {
        far.ifPresent(daemon -> daemon.listen(event -> console.say(alert(event))));
    }

    /**
     * Changes a setting, at once where that is possible.
     *
     * @throws IllegalArgumentException if {@code text} is no value for it, or it is too late; nothing has changed then
     */
    public synchronized void change(Setting setting, String text) {
        if (far.isPresent()) {
            if (!setting.isLive()) {
                throw new IllegalArgumentException("cannot change while the daemon runs; its flags set it");
            }
            far.get().limit(setting.apply(far.get().settings(), text).pacing());
            return;
        }
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
    public synchronized Node node(UnaryOperator<SwarmSettings> wanted, Function<SwarmSettings, LiveNode> start) {
        if (far.isPresent()) {
            SwarmSettings theirs = far.get().settings();
            if (!wanted.apply(theirs).equals(theirs)) {
                throw NodeSettingsDiffer.ofDaemon();
            }
            return far.get();
        }
        SwarmSettings settingsWanted = wanted.apply(node == null ? settings.swarm() : nodeSettings);
        if (node == null) {
            node = start.apply(settingsWanted);
            nodeSettings = settingsWanted;
            node.listen(this::tell);
        } else if (!settingsWanted.equals(nodeSettings)) {
            throw NodeSettingsDiffer.ofSession(node.port());
        }
        return node;
    }

    /** Returns the images of the session's node; none where it has not started. */
    public List<? extends SwarmImage> images() {
        if (far.isPresent()) {
            return far.get().images();
        }
        synchronized (this) {
            return node == null ? List.of() : node.images();
        }
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
                    TRACKER_BACK -> console.say(alert(event));
            default -> {
                // Nothing to tell.
            }
        }
    }

    /** Returns the log of all commands of the session. */
    public SessionLog log() {
        return log;
    }

    private static Event alert(LiveEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        fields.put("alert", event.kind().id());
        fields.put("image", event.imageName());
        return new Event(EventKind.ALERT, "alert", words(event), fields);
    }

    private static String words(LiveEvent event) {
        return event.imageName().isEmpty() ? event.text() : event.imageName() + ": " + event.text();
    }

    /** Returns what has happened in the session, or at the daemon, the oldest first. */
    public List<Alerts.Alert> alerts() {
        return far.map(daemon -> daemon.events().stream()
                        .map(event -> new Alerts.Alert(event.time(), words(event)))
                        .toList())
                .orElseGet(alerts::all);
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
        far.ifPresent(Node::close);
        log.close();
    }
}
