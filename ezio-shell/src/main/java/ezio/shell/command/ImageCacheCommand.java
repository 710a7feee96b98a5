package ezio.shell.command;

import ezio.core.unit.ByteSize;
import ezio.partclone.cache.CacheFiles;
import ezio.partclone.cache.CachedFile;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ezio image cache}. */
@Command(
        name = "cache",
        description = "Lists what was unpacked so that packed images could be seeded, or removes it; nothing else does."
                + " What is being seeded goes on; the next time it is unpacked again.")
final class ImageCacheCommand extends EzioCommand {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Option(names = "--clear", description = "remove all of them, except those that are being unpacked right now")
    private boolean clear;

    @Option(names = "--cache-dir", paramLabel = "DIR", description = "another place than ~/.cache/ezio/images")
    private String cacheDirectory;

    ImageCacheCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        Path directory = cacheDirectory == null
                ? session().env().cacheDirectory().resolve("images")
                : session().env().path(cacheDirectory);
        CacheFiles cache = new CacheFiles(directory);
        List<CachedFile> files = cache.list();
        if (clear) {
            files = remove(cache, files);
        }
        long bytes = files.stream().mapToLong(CachedFile::bytes).sum();
        session()
                .console()
                .result(Event.of(EventKind.IMAGE_CACHE, clear ? "remove" : "read", text(directory, files, bytes))
                        .with("directory", directory.toString())
                        .with("removed", clear)
                        .with("totalBytes", bytes)
                        .with(
                                "files",
                                files.stream().map(ImageCacheCommand::fields).toList()));
        return ExitCode.OK;
    }

    private List<CachedFile> remove(CacheFiles cache, List<CachedFile> files) {
        List<CachedFile> removed = new ArrayList<>();
        for (CachedFile file : files) {
            if (cache.remove(file)) {
                removed.add(file);
            } else {
                session().note("remove", file.path() + " is being unpacked right now, and left alone");
            }
        }
        return removed;
    }

    private String text(Path directory, List<CachedFile> files, long bytes) {
        StringBuilder text = new StringBuilder();
        for (CachedFile file : files) {
            text.append(String.format(
                    Locale.ROOT,
                    "%10s  %s  %s%s\n",
                    ByteSize.print(file.bytes()),
                    TIME.format(file.made()),
                    file.path().getFileName(),
                    file.isComplete() ? "" : " (not complete)"));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%s: %s%d %s, %s",
                        directory,
                        clear ? "removed " : "",
                        files.size(),
                        files.size() == 1 ? "image" : "images",
                        ByteSize.print(bytes)))
                .toString();
    }

    private static Map<String, Object> fields(CachedFile file) {
        return Map.of(
                "file", file.path().toString(),
                "bytes", file.bytes(),
                "made", file.made().toString(),
                "complete", file.isComplete());
    }
}
