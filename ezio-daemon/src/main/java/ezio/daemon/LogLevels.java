package ezio.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.slf4j.LoggerFactory;

/**
 * How much is logged of what, written as spdlog has it: "info,raw_disk_io=debug". Immutable.
 *
 * <p>A component is one of {@link #components()}, or the name of a logger of ours ("ezio.core.disk").
 */
public final class LogLevels {

    private static final Map<String, Level> LEVELS = Map.ofEntries(
            Map.entry("trace", Level.TRACE),
            Map.entry("debug", Level.DEBUG),
            Map.entry("info", Level.INFO),
            Map.entry("warn", Level.WARN),
            Map.entry("warning", Level.WARN),
            Map.entry("err", Level.ERROR),
            Map.entry("error", Level.ERROR),
            Map.entry("critical", Level.ERROR),
            Map.entry("off", Level.OFF));

    private static final Map<String, List<String>> COMPONENTS = new LinkedHashMap<>();

    static {
        COMPONENTS.put("raw_disk_io", List.of("ezio.core.disk", "ezio.core.image", "ezio.core.swarm.store"));
        COMPONENTS.put("buffer_pool", List.of("ezio.core.swarm.store"));
        COMPONENTS.put("unified_cache", List.of("ezio.core.swarm.store"));
        COMPONENTS.put("partition_storage", List.of("ezio.core.image"));
        COMPONENTS.put("libtorrent", List.of("ezio.core.swarm", "bt"));
        COMPONENTS.put("tracker", List.of("ezio.core.tracker", "ezio.core.swarm.Announcer", "bt.tracker"));
        COMPONENTS.put("daemon", List.of("ezio.daemon", "ezio.verb"));
        COMPONENTS.put("service", List.of("ezio.daemon"));
        COMPONENTS.put("grpc", List.of("io.grpc"));
    }

    private final Optional<Level> all;
    private final Map<String, Level> byComponent;

    private LogLevels(Optional<Level> all, Map<String, Level> byComponent) {
        this.all = all;
        this.byComponent = byComponent;
    }

    /** Returns EZIO's components and the loggers that each one stands for. */
    public static Map<String, List<String>> components() {
        return Map.copyOf(COMPONENTS);
    }

    /**
     * Reads levels. spdlog takes what it does not know for "off"; that hides a slip, and is refused here.
     *
     * @throws IllegalArgumentException if a level or a component is unknown
     */
    public static LogLevels parse(String text) {
        Optional<Level> all = Optional.empty();
        Map<String, Level> byComponent = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("=", 2);
            if (words.length == 1) {
                all = Optional.of(level(words[0]));
                continue;
            }
            String component = words[0].strip();
            if (!COMPONENTS.containsKey(component) && !component.matches("(ezio|bt|io\\.grpc)(\\.\\w+)*")) {
                throw new IllegalArgumentException("\"" + component + "\" is no component; there are "
                        + String.join(", ", COMPONENTS.keySet()) + ", and loggers like ezio.core.disk");
            }
            byComponent.put(component, level(words[1]));
        }
        return new LogLevels(all, byComponent);
    }

    private static Level level(String word) {
        Level level = LEVELS.get(word.strip().toLowerCase(Locale.ROOT));
        if (level == null) {
            throw new IllegalArgumentException("\"" + word.strip()
                    + "\" is no level; there are trace, debug, info, warn, error, critical and off");
        }
        return level;
    }

    /** Sets the levels of this process; loggers that are not named keep theirs. Does nothing without logback. */
    public void apply() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        all.ifPresent(level -> {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
            context.getLogger("ezio").setLevel(level);
        });
        byComponent.forEach((component, level) -> COMPONENTS
                .getOrDefault(component, List.of(component))
                .forEach(name -> context.getLogger(name).setLevel(level)));
    }

    /** Returns the levels that hold now, in the form of {@link #parse}; only what differs from its parent is named. */
    public static String current() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return "info";
        }
        List<String> parts = new ArrayList<>();
        parts.add(word(context.getLogger("ezio").getEffectiveLevel()));
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null && logger.getName().startsWith("ezio.")) {
                parts.add(logger.getName() + "=" + word(logger.getLevel()));
            }
        }
        return String.join(",", parts);
    }

    private static String word(Level level) {
        return level.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        all.ifPresent(level -> text.add(word(level)));
        byComponent.forEach((component, level) -> text.add(component + "=" + word(level)));
        return text.toString();
    }
}
