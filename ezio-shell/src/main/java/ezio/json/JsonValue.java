package ezio.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** How values look in JSON. */
public final class JsonValue {

    private JsonValue() {}

    /**
     * Writes maps as objects, in their order, what can be gone through as arrays, fractions with three decimals; what is
     * neither number nor truth as its text.
     *
     * @param value may be null
     */
    public static void write(JsonGenerator to, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            to.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                to.writeFieldName(entry.getKey().toString());
                write(to, entry.getValue());
            }
            to.writeEndObject();
        } else if (value instanceof Path path) {
            // One that can be gone through, name by name.
            to.writeString(path.toString());
        } else if (value instanceof Iterable<?> list) {
            to.writeStartArray();
            for (Object element : list) {
                write(to, element);
            }
            to.writeEndArray();
        } else if (value instanceof Double number) {
            to.writeNumber(Math.round(number * 1000) / 1000.0);
        } else if (value instanceof Number number) {
            to.writeNumber(number.longValue());
        } else if (value instanceof Boolean flag) {
            to.writeBoolean(flag);
        } else if (value == null) {
            to.writeNull();
        } else {
            to.writeString(value.toString());
        }
    }
}
