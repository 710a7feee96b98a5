package ezio.recipe.run;

import ezio.core.torrent.InfoHash;
import ezio.recipe.plan.Plan;
import ezio.recipe.plan.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs of a recipe, with the same content and the same parameters, have done: for a run that continues an interrupted
 * one. It saves work, and nothing depends on it: what it says is looked at again before a step is skipped. Safe for use by
 * any thread.
 *
 * <pre>
 *   done TAB number TAB info-hash TAB path TAB words     a step that was done
 *   copies TAB info-hashes TAB machines                  who has held everything of these images; both with commas
 * </pre>
 */
public final class RunRecord {

    private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);

    private static final String DONE = "done";
    private static final String COPIES = "copies";

    private final Path file;
    private final boolean isContinued;
    private final Map<String, String> before = new LinkedHashMap<>();
    private final Map<String, String> now = new LinkedHashMap<>();

    private RunRecord(Path file, boolean isContinued) {
        this.file = file;
        this.isContinued = isContinued;
    }

    /**
     * Opens the record of a recipe; blocks a short time.
     *
     * @param stateDirectory may not exist yet
     * @param isContinued whether what it says counts; else it begins anew
     */
    public static RunRecord open(Plan plan, Path stateDirectory, boolean isContinued) {
        RunRecord record = new RunRecord(stateDirectory.resolve("runs").resolve(key(plan)), isContinued);
        if (isContinued) {
            record.read();
            record.now.putAll(record.before);
        }
        return record;
    }

    /** Returns whether an earlier run left something to continue. */
    public boolean isEmpty() {
        return before.isEmpty();
    }

    private static String key(Plan plan) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (Files.isRegularFile(plan.file())) {
                digest.update(Files.readAllBytes(plan.file()));
            }
            digest.update(plan.file().toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
            plan.parameters()
                    .forEach((name, value) ->
                            digest.update(("\0" + name + "=" + value).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            LOG.warn("cannot read {}", plan.file(), e);
            return "unreadable";
        }
    }

    /** Returns what shows that a step was done by an earlier run; empty if nothing does, or nothing is continued. */
    synchronized Optional<Evidence> evidence(NumberedStep numbered) {
        String line = isContinued ? before.get(doneKey(numbered)) : null;
        if (line == null) {
            return Optional.empty();
        }
        String[] columns = line.split("\t", -1);
        try {
            return Optional.of(new Evidence(new InfoHash(columns[0]), Path.of(columns[1])));
        } catch (RuntimeException e) {
            LOG.warn("{} is no line of a record", line);
            return Optional.empty();
        }
    }

    /** Returns whether an earlier run, which is continued, has done a step like this to {@code path}. */
    synchronized boolean hasDone(Step step, Path path) {
        return isContinued
                && before.entrySet().stream()
                        .anyMatch(line -> line.getKey().startsWith(DONE + "\t")
                                && line.getKey().endsWith("\t" + words(step))
                                && line.getValue().endsWith("\t" + path));
    }

    synchronized Set<Machine> copies(List<String> infoHashes) {
        String line = isContinued ? before.get(COPIES + "\t" + String.join(",", infoHashes)) : null;
        Set<Machine> machines = new HashSet<>();
        if (line != null && !line.isBlank()) {
            for (String word : line.split(",", -1)) {
                int colon = word.lastIndexOf('/');
                machines.add(new Machine(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1))));
            }
        }
        return machines;
    }

    synchronized void copies(List<String> infoHashes, Set<Machine> machines) {
        now.put(
                COPIES + "\t" + String.join(",", infoHashes),
                String.join(
                        ",",
                        machines.stream()
                                .map(machine -> machine.host() + "/" + machine.port())
                                .sorted()
                                .toList()));
        write();
    }

    synchronized void ended(NumberedStep numbered, StepReport report) {
        boolean isDone = report.state() == StepReport.State.DONE || report.state() == StepReport.State.SKIPPED;
        if (isDone && report.evidence().isPresent()) {
            Evidence evidence = report.evidence().get();
            now.put(doneKey(numbered), evidence.infoHash().hex() + "\t" + evidence.path());
        } else {
            now.remove(doneKey(numbered));
        }
        write();
    }

    // The words too: a recipe that has changed has another record, but a loop may have counted otherwise.
    private static String doneKey(NumberedStep numbered) {
        return DONE + "\t" + numbered.number() + "\t" + words(numbered.step());
    }

    private static String words(Step step) {
        return step.words().replaceAll("\\p{Cntrl}", " ");
    }

    /** Takes it away: the run is done, and there is nothing to continue. */
    synchronized void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", file, e);
        }
    }

    private void read() {
        try {
            if (!Files.exists(file)) {
                return;
            }
            for (String line : Files.readAllLines(file)) {
                int keyLength = line.startsWith(DONE) ? 3 : 2;
                String[] columns = line.split("\t", keyLength + 1);
                if (columns.length > keyLength) {
                    before.put(String.join("\t", List.of(columns).subList(0, keyLength)), columns[keyLength]);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot read {}", file, e);
        }
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        now.forEach((key, value) -> lines.add(key + "\t" + value));
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(beside, lines);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("cannot write {}", file, e);
        }
    }
}
