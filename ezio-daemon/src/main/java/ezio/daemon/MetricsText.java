package ezio.daemon;

import ezio.core.swarm.NodeLoad;
import ezio.core.swarm.TransferStatus;
import ezio.core.swarm.store.DiskMeter;
import ezio.verb.live.LiveImage;
import ezio.verb.live.LiveNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures of a node, in the text format of Prometheus. docs/daemon.md has the names. */
final class MetricsText {

    private record Line(LiveImage image, TransferStatus status) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Line> images = new ArrayList<>();

    private MetricsText(LiveNode node) {
        for (LiveImage image : node.images()) {
            images.add(new Line(image, image.status()));
        }
    }

    static String of(LiveNode node) {
        MetricsText metrics = new MetricsText(node);
        metrics.node(node);
        metrics.images();
        return metrics.text.toString();
    }

    private void node(LiveNode node) {
        Runtime memory = Runtime.getRuntime();
        one("ezio_images", "gauge", "images on this node", images.size());
        one("ezio_pool_limit_bytes", "gauge", "memory for pieces", (double)
                node.settings().cacheBytes());
        load(node.load());
        one("ezio_heap_used_bytes", "gauge", "memory for everything else", (double)
                (memory.totalMemory() - memory.freeMemory()));
        one("ezio_heap_limit_bytes", "gauge", "the most of it", (double) memory.maxMemory());
        one(
                "ezio_upload_limit_bytes_per_second",
                "gauge",
                "0: none",
                node.settings().pacing().upload().bytesPerSecond());
        one(
                "ezio_download_limit_bytes_per_second",
                "gauge",
                "0: none",
                node.settings().pacing().download().bytesPerSecond());
    }

    private void load(NodeLoad load) {
        one("ezio_pool_used_bytes", "gauge", "of it, in use", (double) load.poolBytes());
        one("ezio_hash_queue", "gauge", "pieces that wait for a thread that hashes", load.hashQueue());
        one("ezio_disk_queue", "gauge", "reads and writers that wait for a thread", load.ioQueue());
        one("ezio_disk_write_queue_pieces", "gauge", "verified, not yet being written", (double) load.writeQueue());
        accesses("read", load.reads());
        accesses("write", load.writes());
    }

    private void accesses(String kind, DiskMeter.Accesses accesses) {
        one("ezio_disk_" + kind + "s_total", "counter", "accesses, 1 MiB at most each", (double) accesses.count());
        one("ezio_disk_" + kind + "_bytes_total", "counter", "bytes of them", (double) accesses.bytes());
        one("ezio_disk_" + kind + "_seconds_total", "counter", "time of them", accesses.elapsedNs() / 1e9);
    }

    private void images() {
        each("ezio_image_bytes", "gauge", "size", status -> (double) status.bytesTotal());
        each("ezio_image_held_bytes", "gauge", "verified and written", status -> (double) status.bytesHeld());
        each("ezio_image_pieces", "gauge", "number of pieces", status -> status.piecesTotal());
        each("ezio_image_held_pieces", "gauge", "verified and written", status -> status.piecesHeld());
        each("ezio_image_rejected_pieces_total", "counter", "came without their hash", status ->
                (double) status.rejectedPieces());
        each("ezio_image_downloaded_bytes_total", "counter", "payload received", status ->
                (double) status.downloadedBytes());
        each("ezio_image_uploaded_bytes_total", "counter", "payload sent", status -> (double) status.uploadedBytes());
        each("ezio_image_download_bytes_per_second", "gauge", "now", status -> status.download()
                .bytesPerSecond());
        each("ezio_image_upload_bytes_per_second", "gauge", "now", status -> status.upload()
                .bytesPerSecond());
        each("ezio_image_peers", "gauge", "connected", status -> status.peers().size());
        each("ezio_image_copies", "gauge", "peers that were ever seen to hold everything", status -> status.copies());
        each("ezio_image_complete", "gauge", "1: verified, written, synced", status -> status.isComplete() ? 1 : 0);
        each("ezio_image_paused", "gauge", "1: it is", status -> status.isPaused() ? 1 : 0);
        each(
                "ezio_image_failed",
                "gauge",
                "1: it was ended by a problem",
                status -> status.state() == TransferStatus.State.FAILED ? 1 : 0);
    }

    private void one(String name, String type, String help, double value) {
        head(name, type, help);
        text.append(name).append(' ').append(number(value)).append('\n');
    }

    private void each(String name, String type, String help, ToDoubleFunction<TransferStatus> value) {
        head(name, type, help);
        for (Line line : images) {
            text.append(name)
                    .append("{image=\"")
                    .append(escaped(line.image.torrent().name()))
                    .append("\",info_hash=\"")
                    .append(line.image.torrent().infoHash().hex())
                    .append("\",role=\"")
                    .append(line.image.role().name().toLowerCase(Locale.ROOT))
                    .append("\"} ")
                    .append(number(value.applyAsDouble(line.status)))
                    .append('\n');
        }
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
