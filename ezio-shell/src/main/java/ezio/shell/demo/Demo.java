package ezio.shell.demo;

import ezio.core.extent.ExtentMap;
import ezio.core.progress.CancelToken;
import ezio.core.progress.ProgressListener;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.core.unit.TimeSpan;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import ezio.shell.env.Env;
import ezio.verb.TorrentMaker;
import ezio.verb.TorrentOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The whole job: an image with a file system, its torrent, a seeder with a tracker, and targets, each in a process of
 * its own; then a check of every byte.
 *
 * @param sizeBytes of the image
 * @param targets how many there are, 1 or more
 * @param keep whether to leave the images where they are
 */
public record Demo(Env env, Console console, CancelToken cancel, long sizeBytes, int targets, boolean keep) {

    private static final long TICK_MS = 200;
    private static final String LOOPBACK = "127.0.0.1";
    // Enough for a few pieces a peer; four processes share this machine's memory.
    private static final String CACHE = "64MiB";

    /** Blocks until everything is done and removed. */
    public void run() {
        long beganNs = System.nanoTime();
        // The image, its content for a moment, and a copy for each target.
        long neededBytes = sizeBytes * (targets + 2L) + (16L << 20);
        List<DemoNode> nodes = new ArrayList<>();
        try (DemoDirectory directory = DemoDirectory.make(env, neededBytes, keep)) {
            try {
                run(directory.path(), nodes, beganNs);
            } finally {
                nodes.forEach(DemoNode::askToStop);
                nodes.forEach(DemoNode::close);
            }
        }
    }

    private void run(Path directory, List<DemoNode> nodes, long beganNs) {
        Tool e2fsck =
                Tool.find("e2fsck", env.variables()).orElseThrow(() -> DemoProblem.missingTool("e2fsck", "e2fsprogs"));
        DemoImage image = DemoImage.make(directory, sizeBytes, env.variables(), cancel);
        say(
                "image",
                String.format(
                        Locale.ROOT,
                        "[1/5] made an ext4 of %s with %,d files (%s) in %s",
                        ByteSize.print(sizeBytes),
                        image.files(),
                        ByteSize.print(image.contentBytes()),
                        directory));
        TorrentSpec torrent = makeTorrent(directory, image);

        DemoNode seeder = DemoNode.start("seeder", directory, seederArguments(directory, image));
        nodes.add(seeder);
        String url = seeder.awaitTorrentUrl();
        seeder.awaitStart();
        List<DemoNode> started = new ArrayList<>();
        for (int i = 1; i <= targets; i++) {
            DemoNode target = DemoNode.start("target " + i, directory, targetArguments(directory, url, i));
            nodes.add(target);
            started.add(target);
        }
        say(
                "seed",
                "[3/5] started a tracker, a seeder on port " + seeder.port() + " and " + targets
                        + (targets == 1 ? " target" : " targets") + ", each a process of its own");

        List<DemoTarget> done = watch(started, new NodeNames(nodes));
        double seconds = done.stream().mapToDouble(DemoTarget::seconds).max().orElse(0);
        nodes.forEach(DemoNode::askToStop);
        nodes.forEach(DemoNode::close);

        check(directory, image, torrent.extents(), e2fsck);
        DemoSummary summary = new DemoSummary(torrent.totalBytes(), done, Duration.ofMillis((long) (seconds * 1000)));
        console.result(summary.event());
        String where = keep ? "; the images are in " + directory : "; nothing is left behind";
        say("end", "all of it took " + TimeSpan.print(Duration.ofNanos(System.nanoTime() - beganNs)) + where);
    }

    private void say(String step, String text) {
        cancel.throwIfCancelled();
        console.say(Event.of(EventKind.DEMO, step, text));
    }

    private TorrentSpec makeTorrent(Path directory, DemoImage image) {
        Optional<Path> usedBlocks = image.findUsedBlocks(env.variables(), cancel);
        TorrentOrder all = TorrentOrder.of(image.path());
        TorrentMaker maker = TorrentMaker.prepare(new TorrentOrder(
                all.source(),
                usedBlocks,
                Optional.of("golden"),
                all.pieceLength(),
                all.trackers(),
                all.isPrivate(),
                all.creator(),
                all.comment(),
                all.cut(),
                all.bufferBytes(),
                all.slices(),
                all.threads()));
        String label = "[2/5] hashing";
        TorrentSpec torrent = maker.make(listener("hash", label), cancel);
        console.progressEnded(label);
        TorrentFiles.write(torrent, directory.resolve("golden.torrent"));
        say(
                "hash",
                String.format(
                        Locale.ROOT,
                        "[2/5] made the torrent: %s in %,d pieces of %s, %s",
                        ByteSize.print(torrent.totalBytes()),
                        torrent.pieceCount(),
                        ByteSize.print(torrent.pieceLengthBytes()),
                        usedBlocks.isPresent()
                                ? "the used blocks as partclone.extfs finds them"
                                : "all blocks: there is no partclone.extfs to find the used ones"));
        return torrent;
    }

    private static List<String> seederArguments(Path directory, DemoImage image) {
        return List.of(
                "seed",
                directory.resolve("golden.torrent").toString(),
                image.path().toString(),
                "--trust",
                "--tracker",
                "--tracker-port",
                "0",
                "--listen",
                LOOPBACK,
                "--port",
                "0",
                "--cache-size",
                CACHE);
    }

    private List<String> targetArguments(Path directory, String url, int number) {
        return List.of(
                "restore",
                url,
                targetImage(directory, number).toString(),
                "--create",
                String.valueOf(sizeBytes),
                "--listen",
                LOOPBACK,
                "--port",
                "0",
                "--cache-size",
                CACHE);
    }

    private static Path targetImage(Path directory, int number) {
        return directory.resolve("target-" + number + ".img");
    }

    private List<DemoTarget> watch(List<DemoNode> started, NodeNames names) {
        CountDownLatch cancelled = new CountDownLatch(1);
        cancel.onCancel(cancelled::countDown);
        DemoTarget[] done = new DemoTarget[started.size()];
        try {
            do {
                cancel.throwIfCancelled();
                for (int i = 0; i < done.length; i++) {
                    DemoNode node = started.get(i);
                    if (done[i] == null) {
                        node.progress().ifPresent(line -> console.progress(progress(node, line, names)));
                        done[i] = node.complete()
                                .map(line -> DemoTarget.of(node.name(), line))
                                .orElse(null);
                        if (done[i] != null) {
                            console.progressEnded(node.name());
                            console.say(done[i].event());
                        }
                    }
                }
            } while (java.util.Arrays.asList(done).contains(null) && !cancelled.await(TICK_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cancel.throwIfCancelled();
        return List.of(done);
    }

    private static ProgressLine progress(DemoNode node, JsonLine line, NodeNames names) {
        return new ProgressLine(
                node.name(),
                "restore",
                node.name(),
                (long) line.number("doneBytes"),
                (long) line.number("totalBytes"),
                new ezio.core.unit.Rate(line.number("rateBytesPerSecond")),
                line.has("leftSeconds")
                        ? Optional.of(Duration.ofMillis((long) (line.number("leftSeconds") * 1000)))
                        : Optional.empty(),
                line.text("state").equals("syncing") ? "syncing" : names.servedBy(line),
                java.util.Map.of("target", node.name(), "peers", line.fields().getOrDefault("peers", List.of())));
    }

    private void check(Path directory, DemoImage image, ExtentMap extents, Tool e2fsck) {
        for (int i = 1; i <= targets; i++) {
            String name = "target " + i;
            Path copy = targetImage(directory, i);
            String label = "[5/5] comparing " + name;
            ImageComparison.compare(image.path(), copy, name, extents, listener("check", label), cancel);
            console.progressEnded(label);
            Tool.Result result = e2fsck.run(cancel, directory, "-fn", copy.toString());
            if (result.exitCode() != 0) {
                throw DemoProblem.brokenFileSystem(name, result.exitCode(), result.lastWords());
            }
        }
        say("check", "[5/5] compared every extent of every target with the source: equal; e2fsck -fn finds no fault");
    }

    private ProgressListener listener(String step, String label) {
        return progress -> console.progress(ProgressLine.of(step, label, progress));
    }
}
