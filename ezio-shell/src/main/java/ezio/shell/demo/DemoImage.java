package ezio.shell.demo;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.partclone.TorrentInfoFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real ext4 file system in an image file, with files in it.
 *
 * @param files how many there are
 * @param contentBytes how long they are together
 */
record DemoImage(Path path, int files, long contentBytes) {

    private static final Logger LOG = LoggerFactory.getLogger(DemoImage.class);

    // Leaves room for the journal and the tables of a small file system.
    private static final double FILLED = 0.6;
    private static final int LONGEST_FILE = 4 << 20;
    private static final int SEED = 20261121;

    /**
     * Makes the image; blocks some seconds.
     *
     * @throws DemoProblem if mke2fs is missing or fails
     */
    static DemoImage make(Path directory, long sizeBytes, Map<String, String> variables, CancelToken cancel) {
        Tool mke2fs = Tool.find("mke2fs", variables).orElseThrow(() -> DemoProblem.missingTool("mke2fs", "e2fsprogs"));
        Path image = directory.resolve("golden.img");
        Path content = directory.resolve("content");
        int files;
        long contentBytes = (long) (sizeBytes * FILLED);
        try {
            files = fill(content, contentBytes, cancel);
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(sizeBytes);
            }
        } catch (IOException e) {
            throw DemoProblem.io("write to " + directory, e);
        }
        Tool.Result made = mke2fs.run(
                cancel,
                directory,
                "-q",
                "-F",
                "-t",
                "ext4",
                "-L",
                "ezio-demo",
                "-d",
                content.toString(),
                image.toString());
        if (made.exitCode() != 0) {
            throw DemoProblem.toolFailed("mke2fs", made.exitCode(), made.lastWords());
        }
        try {
            DemoDirectory.remove(content);
        } catch (IOException e) {
            throw DemoProblem.io("remove " + content, e);
        }
        return new DemoImage(image, files, contentBytes);
    }

    // Of many lengths, as on a real disk, and of bytes that nothing can compress.
    private static int fill(Path content, long totalBytes, CancelToken cancel) throws IOException {
        Random random = new Random(SEED);
        byte[] bytes = new byte[LONGEST_FILE];
        long left = totalBytes;
        int count = 0;
        while (left > 0) {
            cancel.throwIfCancelled();
            Path directory = content.resolve(String.format(java.util.Locale.ROOT, "directory-%02d", count % 20));
            Files.createDirectories(directory);
            int length = (int) Math.min(left, 1 + (long) (LONGEST_FILE * Math.pow(random.nextDouble(), 3)));
            random.nextBytes(bytes);
            try (OutputStream out = Files.newOutputStream(directory.resolve("file-" + count))) {
                out.write(bytes, 0, length);
            }
            left -= length;
            count++;
        }
        return count;
    }

    /**
     * Asks partclone for the used blocks; blocks some seconds.
     *
     * @return its torrent.info; empty where there is no partclone, or it does not do it here
     */
    Optional<Path> findUsedBlocks(Map<String, String> variables, CancelToken cancel) {
        Optional<Tool> partclone = Tool.find("partclone.extfs", variables);
        if (partclone.isEmpty()) {
            return Optional.empty();
        }
        Path directory = path.getParent();
        // It empties a directory that exists; this one is new.
        Path out = directory.resolve("used-blocks");
        Tool.Result result = partclone
                .get()
                .run(
                        cancel,
                        directory,
                        "-c",
                        "-t",
                        "-z",
                        "16777216",
                        "-s",
                        path.toString(),
                        "-o",
                        out.toString(),
                        "-L",
                        directory.resolve("partclone.log").toString());
        Path info = out.resolve("torrent.info");
        try {
            // Its exit code says nothing: it is 0 after many a failure.
            TorrentInfoFile.read(info);
            return Optional.of(info);
        } catch (Problem e) {
            LOG.warn("partclone ended with {}: {}", result.exitCode(), result.output(), e);
            return Optional.empty();
        }
    }
}
