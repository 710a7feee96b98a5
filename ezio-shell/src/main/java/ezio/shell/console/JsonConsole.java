package ezio.shell.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import ezio.core.problem.Problem;
import ezio.json.JsonValue;
import ezio.shell.env.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One JSON object for each event, on one line, for programs. Every object has {@code schema}, {@code time} (UTC),
 * {@code step} and {@code event}; all sizes are bytes, all times seconds.
 */
final class JsonConsole implements Console {

    private static final int SCHEMA = 1;
    private static final long PROGRESS_NS = 250_000_000L;
    private static final long WITHOUT_END_NS = 2_000_000_000L;

    private final JsonFactory json = new JsonFactory();
    private final PrintStream out;
    private final PrintStream err;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Map<String, Long> shownNs = new LinkedHashMap<>();

    JsonConsole(PrintStream out, PrintStream err, LongSupplier nanoTime, Clock clock) {
        this.out = out;
        this.err = err;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    @Override
    public void result(Event event) {
        print(out, event);
    }

    @Override
    public void say(Event event) {
        print(err, event);
    }

    @Override
    public synchronized void progress(ProgressLine line) {
        long now = nanoTime.getAsLong();
        Long last = shownNs.get(line.id());
        long pauseNs = line.hasBar() ? PROGRESS_NS : WITHOUT_END_NS;
        boolean finished = line.hasBar() && line.doneBytes() == line.totalBytes();
        if (last != null && now - last < pauseNs && !finished) {
            return;
        }
        shownNs.put(line.id(), now);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("label", line.label());
        if (line.hasBar()) {
            fields.put("doneBytes", line.doneBytes());
            fields.put("totalBytes", line.totalBytes());
            fields.put("rateBytesPerSecond", Math.round(line.rate().bytesPerSecond()));
        }
        line.timeLeft().ifPresent(left -> fields.put("leftSeconds", left.toMillis() / 1000.0));
        fields.putAll(line.fields());
        print(err, new Event(EventKind.PROGRESS, line.step(), null, fields));
    }

    @Override
    public synchronized void progressEnded(String id) {
        shownNs.remove(id);
    }

    @Override
    public void problem(Problem problem, ExitCode exitCode) {
        Event event = Event.of(EventKind.ERROR, "end", problem.getMessage())
                .with("problem", kebab(problem.getClass().getSimpleName()))
                .with("exitCode", exitCode.code())
                .with("exit", exitCode.id());
        print(err, problem.remedy().map(remedy -> event.with("remedy", remedy)).orElse(event));
    }

    @Override
    public void bug(Throwable bug, Path logFile) {
        print(
                err,
                Event.of(EventKind.BUG, "end", BugText.what(bug))
                        .with("exitCode", ExitCode.BUG.code())
                        .with("exit", ExitCode.BUG.id())
                        .with("log", logFile.toString()));
    }

    @Override
    public synchronized void help(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void close() {}

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private synchronized void print(PrintStream stream, Event event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator to = json.createGenerator(line)) {
            to.writeStartObject();
            to.writeNumberField("schema", SCHEMA);
            to.writeStringField(
                    "time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            to.writeStringField("step", event.step());
            to.writeStringField("event", event.kind().id());
            // A table is for eyes; what it says is in the fields.
            if (event.text() != null && event.text().indexOf('\n') < 0) {
                to.writeStringField("message", event.text());
            }
            for (Map.Entry<String, Object> field : event.fields().entrySet()) {
                to.writeFieldName(field.getKey());
                JsonValue.write(to, field.getValue());
            }
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stream.print(line.append('\n'));
        stream.flush();
    }
}
