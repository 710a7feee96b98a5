package ezio.recipe.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import ezio.core.problem.Problem;
import ezio.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the report of a run as JSON. The file is replaced as a whole, so that whoever reads it finds a report that is
 * complete, at any time; sizes are bytes, times seconds and UTC.
 */
public final class ReportFile {

    private static final int SCHEMA = 1;

    private final Path file;

    public ReportFile(Path file) {
        this.file = file;
    }

    /**
     * @param exit the exit code and its name, once the run has ended
     * @throws ReportNotWritten if that is not possible; the report before is then still there
     */
    public void write(RunReport report, Optional<Map.Entry<Integer, String>> exit) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", SCHEMA);
        all.put("plan", report.plan().name());
        all.put("recipe", report.plan().file().toString());
        all.put("parameters", report.plan().parameters());
        all.put("outcome", report.outcome().id());
        exit.ifPresent(code -> {
            all.put("exitCode", code.getKey());
            all.put("exit", code.getValue());
        });
        all.put("began", text(report.began()));
        all.put("ended", text(report.began().plus(report.taken())));
        all.put("seconds", seconds(report.taken()));
        all.put("steps", report.steps().stream().map(ReportFile::step).toList());
        all.put("images", report.images().stream().map(ReportFile::image).toList());
        all.put("failures", failures(report));
        write(all);
    }

    /**
     * Writes that a recipe could not be loaded.
     *
     * @param exit the exit code and its name
     * @throws ReportNotWritten if that is not possible
     */
    public void writeUnloaded(Path recipe, Problem failure, Map.Entry<Integer, String> exit) {
        Map<String, Object> all = new LinkedHashMap<>();
        String now = text(Instant.now());
        all.put("schema", SCHEMA);
        all.put("recipe", recipe.toString());
        all.put("outcome", RunReport.Outcome.FAILED.id());
        all.put("exitCode", exit.getKey());
        all.put("exit", exit.getValue());
        all.put("began", now);
        all.put("ended", now);
        all.put("seconds", 0);
        all.put("steps", List.of());
        all.put("images", List.of());
        all.put("failures", List.of(failure(failure)));
        write(all);
    }

    private static Map<String, Object> step(StepReport step) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("number", step.number());
        all.put("word", step.step().word());
        all.put("text", step.step().words());
        all.put("line", step.step().place().line());
        step.step().on().ifPresent(node -> all.put("node", node));
        step.step().image().ifPresent(image -> all.put("image", image));
        all.put("state", step.state().id());
        all.put("began", text(step.began()));
        all.put("seconds", seconds(step.taken()));
        all.putAll(step.facts());
        step.failure().ifPresent(failure -> all.put("failure", failure(failure)));
        return all;
    }

    private static Map<String, Object> image(RunReport.ImageReport image) {
        OfferStatus status = image.status();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", image.name());
        image.node().ifPresent(node -> all.put("node", node));
        all.put("infoHash", image.infoHash());
        all.put("path", image.path());
        all.put("totalBytes", image.totalBytes());
        all.put("uploadedBytes", status.uploadedBytes());
        all.put("downloadedBytes", status.downloadedBytes());
        all.put(
                "copies",
                status.peers().stream().filter(PeerView::heldEverything).count());
        all.put("peers", status.peers().stream().map(ReportFile::peer).toList());
        return all;
    }

    private static Map<String, Object> peer(PeerView peer) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("address", peer.machine().toString());
        all.put("has", peer.has());
        all.put("heldEverything", peer.heldEverything());
        all.put("uploadedBytes", peer.uploadedBytes());
        all.put("downloadedBytes", peer.downloadedBytes());
        return all;
    }

    private static List<Map<String, Object>> failures(RunReport report) {
        List<Map<String, Object>> ofSteps = report.steps().stream()
                .filter(step -> step.failure().isPresent())
                .map(step -> {
                    Map<String, Object> all = new LinkedHashMap<>();
                    all.put("step", step.number());
                    all.putAll(failure(step.failure().get()));
                    return all;
                })
                .toList();
        return ofSteps.isEmpty()
                ? report.failures().stream().map(ReportFile::failure).toList()
                : ofSteps;
    }

    private static Map<String, Object> failure(Throwable failure) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "problem",
                failure instanceof Problem problem ? problem.kind().name().toLowerCase(java.util.Locale.ROOT) : "bug");
        all.put("message", Problem.reason(failure));
        if (failure instanceof Problem problem) {
            problem.remedy().ifPresent(remedy -> all.put("remedy", remedy));
        }
        return all;
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private void write(Map<String, Object> report) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator to = new JsonFactory().createGenerator(bytes)) {
                to.useDefaultPrettyPrinter();
                JsonValue.write(to, report);
            }
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(bytes.toByteArray());
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ReportNotWritten(file, e);
        }
    }
}
