package ezio.shell.console;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened: in words for people, in fields for programs. Immutable.
 *
 * @param step what was being done: "hash", "restore", "seed"
 * @param text one line or several, without a newline at the end
 * @param fields strings, numbers (bytes and seconds), booleans, lists and maps of these; for JSON only
 */
public record Event(EventKind kind, String step, String text, Map<String, Object> fields) {

    public static Event of(EventKind kind, String step, String text) {
        return new Event(kind, step, text, Map.of());
    }

    /** Returns the same event with one field more. */
    public Event with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Event(kind, step, text, Collections.unmodifiableMap(more));
    }
}
