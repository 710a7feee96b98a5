package ezio.verb;

import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.core.tracker.Tracker;
import ezio.core.tracker.TrackerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tracker that runs beside a seeder and hands out its torrents. Safe for use by any thread. */
public final class SeederTracker implements AutoCloseable {

    /**
     * A torrent that is handed out.
     *
     * @param torrent with the tracker before its own ones
     * @param url where others get it
     */
    public record Published(TorrentSpec torrent, String url) {}

    private final Tracker tracker;
    private final Path directory;
    private final String announceUrl;

    private SeederTracker(Tracker tracker, Path directory, String announceUrl) {
        this.tracker = tracker;
        this.directory = directory;
        this.announceUrl = announceUrl;
    }

    /**
     * Opens the tracker's port.
     *
     * @param host how other machines call this one
     * @param stateDirectory where a directory is made for the torrents; it is removed at the end
     * @throws ezio.core.problem.ListenFailure if the port is taken or not ours to take
     */
    public static SeederTracker start(TrackerSettings settings, String host, Path stateDirectory) {
        Path directory = makeDirectory(stateDirectory);
        try {
            Tracker tracker = Tracker.start(settings.withTorrentsDirectory(directory));
            return new SeederTracker(tracker, directory, tracker.announceUrl(host));
        } catch (RuntimeException e) {
            remove(List.of(directory));
            throw e;
        }
    }

    public int port() {
        return tracker.port();
    }

    public String announceUrl() {
        return announceUrl;
    }

    /** Hands out a torrent. */
    public Published publish(TorrentSpec torrent) {
        List<List<String>> tiers = new ArrayList<>();
        tiers.add(List.of(announceUrl));
        torrent.trackers().stream()
                .map(tier ->
                        tier.stream().filter(url -> !url.equals(announceUrl)).toList())
                .filter(tier -> !tier.isEmpty())
                .forEach(tiers::add);
        TorrentSpec announced = torrent.withTrackers(tiers);
        String name = torrent.name().replace('/', '-') + ".torrent";
        TorrentFiles.write(announced, directory.resolve(name));
        return new Published(announced, announceUrl.replaceFirst("/announce$", "/torrents/" + name));
    }

    @Override
    public void close() {
        tracker.close();
        try (var files = Files.list(directory)) {
            remove(files.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        remove(List.of(directory));
    }

    private static Path makeDirectory(Path state) {
        try {
            Files.createDirectories(state);
            return Files.createTempDirectory(state, "torrents");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(List<Path> paths) {
        try {
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
