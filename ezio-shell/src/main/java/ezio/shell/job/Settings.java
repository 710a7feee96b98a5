package ezio.shell.job;

import ezio.core.swarm.SwarmSettings;
import java.util.EnumSet;
import java.util.Set;

/** The settings of a session: the defaults, and what was set. Safe for use by any thread. */
public final class Settings {

    private SwarmSettings swarm;
    private final Set<Setting> set = EnumSet.noneOf(Setting.class);

    /**
     * @param defaults what holds until something is set
     */
    public Settings(SwarmSettings defaults) {
        this.swarm = defaults;
    }

    /** Returns what holds now. */
    public synchronized SwarmSettings swarm() {
        return swarm;
    }

    /**
     * Changes one.
     *
     * @throws IllegalArgumentException if {@code text} is no value for it; nothing has changed then
     */
    public synchronized void set(Setting setting, String text) {
        swarm = setting.apply(swarm, text);
        set.add(setting);
    }

    /** Returns whether it was set in this session. */
    public synchronized boolean isSet(Setting setting) {
        return set.contains(setting);
    }
}
