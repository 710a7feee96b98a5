package ezio.shell.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event of another ezio, read from its JSON line. */
record JsonLine(Map<String, Object> fields) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a line; empty if it is no JSON object. */
    static Optional<JsonLine> parse(String line) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            return Optional.of(new JsonLine(object(parser)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    String event() {
        return text("event");
    }

    /** Returns a string field; empty text where there is none. */
    String text(String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    /** Returns a numeric field; 0 where there is none. */
    double number(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /** Returns a list of objects; none where there is no such field. */
    @SuppressWarnings("unchecked") // The parser makes maps with strings as keys only.
    List<JsonLine> list(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(element -> new JsonLine((Map<String, Object>) element))
                        .toList()
                : List.of();
    }
}
