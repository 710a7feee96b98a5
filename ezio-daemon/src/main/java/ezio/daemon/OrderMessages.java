package ezio.daemon;

import com.google.protobuf.ByteString;
import ezio.core.disk.Refusal;
import ezio.core.swarm.StopRule;
import ezio.core.torrent.TorrentFiles;
import ezio.core.torrent.TorrentSpec;
import ezio.protocol.node.Doubt;
import ezio.protocol.node.Fill;
import ezio.protocol.node.Limits;
import ezio.protocol.node.RestoreOrder;
import ezio.protocol.node.SeedRequest;
import ezio.protocol.node.VerifyRequest;
import ezio.verb.live.CheckOrder;
import ezio.verb.live.SeedOrder;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Orders as they are sent to a daemon. */
final class OrderMessages {

    private OrderMessages() {}

    static SeedRequest of(SeedOrder order) {
        return SeedRequest.newBuilder()
                .setTorrent(bytes(order.torrent()))
                .setPath(order.path().toString())
                .setAsSlices(order.asSlices())
                .setDoubt(Doubt.valueOf(order.doubt().name()))
                .setStopRule(text(order.stopRule()))
                .addAllPeers(peers(order.peers()))
                .setLimits(limits(order.maxUploads(), order.maxConnections()))
                .build();
    }

    static RestoreOrder of(ezio.verb.live.RestoreOrder order) {
        RestoreOrder.Builder message = RestoreOrder.newBuilder()
                .setTorrent(bytes(order.torrent()))
                .setPath(order.path().toString())
                .setAsSlices(order.asSlices())
                .addAllOverwrite(order.overwrite().stream().map(Path::toString).toList())
                .addAllAllow(order.allowed().stream().map(Refusal::id).toList())
                .setFill(Fill.valueOf(order.fill().name()))
                .setSequential(order.isSequential())
                .setStopRule(text(order.stopRule()))
                .addAllPeers(peers(order.peers()))
                .setLimits(limits(order.maxUploads(), order.maxConnections()));
        order.createBytes().ifPresent(message::setCreateBytes);
        return message.build();
    }

    static VerifyRequest of(CheckOrder order) {
        return VerifyRequest.newBuilder()
                .setTorrent(bytes(order.torrent()))
                .setPath(order.path().toString())
                .setAsSlices(order.asSlices())
                .build();
    }

    private static ByteString bytes(TorrentSpec torrent) {
        return ByteString.copyFrom(TorrentFiles.encode(torrent));
    }

    private static List<String> peers(List<InetSocketAddress> peers) {
        return peers.stream().map(ImageMessages::text).toList();
    }

    // Threads are the daemon's: it knows its machine.
    private static Limits limits(OptionalInt uploads, OptionalInt connections) {
        return Limits.newBuilder()
                .setMaxUploads(uploads.orElse(0))
                .setMaxConnections(connections.orElse(0))
                .build();
    }

    /** Writes a rule as {@link StopRule#parse} reads it. */
    static String text(StopRule rule) {
        List<String> parts = new ArrayList<>();
        if (rule.isAtOnce()) {
            parts.add("now");
        }
        rule.ratio()
                .ifPresent(
                        ratio -> parts.add("ratio=" + BigDecimal.valueOf(ratio).toPlainString()));
        rule.idle().ifPresent(idle -> parts.add("idle=" + idle.toMillis() + "ms"));
        rule.copies().ifPresent(copies -> parts.add("copies=" + copies));
        rule.time().ifPresent(time -> parts.add("time=" + time.toMillis() + "ms"));
        return String.join(",", parts);
    }
}
