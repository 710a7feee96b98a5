package ezio.shell.command;

import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.TransferStatus;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import ezio.daemon.DaemonAddress;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.ProgressLine;
import ezio.verb.live.SwarmImage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says how a transfer stands: one line for people, fields for programs. */
final class TransferWords {

    private static final int SHOWN_PEERS = 2;

    private TransferWords() {}

    static ProgressLine line(SwarmImage image, TransferStatus status) {
        String name = image.name();
        String id = image.infoHash().hex();
        Map<String, Object> fields = fields(image, status);
        return switch (status.state()) {
            case CHECKING ->
                new ProgressLine(
                        id,
                        "check",
                        "checking " + name,
                        status.bytesHeld(),
                        status.bytesTotal(),
                        status.download(),
                        status.timeLeft(),
                        "",
                        fields);
            case DOWNLOADING, SYNCING ->
                new ProgressLine(
                        id,
                        "restore",
                        name,
                        status.bytesHeld(),
                        status.bytesTotal(),
                        status.download(),
                        status.timeLeft(),
                        status.state() == TransferStatus.State.SYNCING
                                ? "syncing"
                                : status.note().orElseGet(() -> servedBy(status)),
                        fields);
            default -> ProgressLine.withoutBar(id, "seed", name, serving(status), fields);
        };
    }

    /** Returns "▲ 118 MiB/s, 61.2 GiB sent, 24 peers, 19 full copies". */
    private static String serving(TransferStatus status) {
        int connected = status.peers().size();
        // Who is complete leaves: to count the connected ones that are would show none.
        int copies = status.copies();
        String peers = connected == 0 ? "no peers" : count(connected);
        String made = connected == 0 && copies == 0
                ? ""
                : String.format(Locale.ROOT, ", %,d full %s", copies, copies == 1 ? "copy" : "copies");
        String note = connected == 0 ? status.note().map(text -> ", " + text).orElse("") : "";
        return "▲ " + status.upload() + ", " + ByteSize.print(status.uploadedBytes()) + " sent, " + peers + made + note;
    }

    /** Returns "from 10.0.0.1 81 MiB/s, 10.0.0.7 20 MiB/s and 3 more". */
    private static String servedBy(TransferStatus status) {
        List<PeerStatus> givers = status.peers().stream()
                .filter(peer -> peer.download().bytesPerSecond() >= 1024)
                .sorted(Comparator.comparingDouble(
                                (PeerStatus peer) -> peer.download().bytesPerSecond())
                        .reversed())
                .toList();
        if (givers.isEmpty()) {
            return status.peers().isEmpty()
                    ? "no peer yet"
                    : count(status.peers().size());
        }
        List<String> words = new ArrayList<>();
        givers.stream().limit(SHOWN_PEERS).forEach(peer -> words.add(host(peer.address()) + " " + peer.download()));
        int more = givers.size() - SHOWN_PEERS;
        return "from " + String.join(", ", words) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String count(int peers) {
        return String.format(Locale.ROOT, "%,d %s", peers, peers == 1 ? "peer" : "peers");
    }

    /** Returns "sda1: complete, 61.2 GiB verified, written and synced in 9 m 12 s (113 MiB/s), from the seeder …". */
    static String complete(SwarmImage image, TransferStatus status) {
        long thereBytes = Math.max(0, status.bytesTotal() - status.downloadedBytes());
        Duration taken = status.elapsed();
        StringBuilder text = new StringBuilder()
                .append(image.name())
                .append(": complete, ")
                .append(ByteSize.print(status.bytesTotal()))
                .append(" verified, written and synced in ")
                .append(TimeSpan.print(taken))
                .append(" (")
                .append(Rate.of(status.bytesTotal(), taken))
                .append(')');
        if (thereBytes > 0) {
            text.append(", ").append(ByteSize.print(thereBytes)).append(" was there already");
        }
        long seeders = image.accounts().stream()
                .filter(account -> account.cameComplete() && account.downloadedBytes() > 0)
                .count();
        if (seeders > 0) {
            text.append(", from ")
                    .append(seeders == 1 ? "the seeder" : seeders + " seeders")
                    .append(' ')
                    .append(ByteSize.print(fromSeedsBytes(image)));
        }
        long fromOthersBytes = fromOthersBytes(image);
        if (fromOthersBytes > 0) {
            text.append(", from others ").append(ByteSize.print(fromOthersBytes));
        }
        return text.toString();
    }

    /** Says that an image was left to a daemon. */
    static Event left(SwarmImage image, DaemonAddress daemon) {
        return Event.of(
                        EventKind.NOTE,
                        image.role().name().toLowerCase(Locale.ROOT),
                        image.name() + ": left to the daemon at " + daemon + "; \"status\" shows it, \"job stop "
                                + image.name() + "\" ends it")
                .with("image", image.name())
                .with("infoHash", image.infoHash().hex())
                .with("path", image.path().toString());
    }

    static Map<String, Object> fields(SwarmImage image, TransferStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("image", image.name());
        fields.put("infoHash", image.infoHash().hex());
        fields.put("state", status.state().name().toLowerCase(Locale.ROOT));
        fields.put("pieces", status.piecesTotal());
        fields.put("piecesHeld", status.piecesHeld());
        fields.put("downloadedBytes", status.downloadedBytes());
        fields.put("uploadedBytes", status.uploadedBytes());
        fields.put("uploadBytesPerSecond", Math.round(status.upload().bytesPerSecond()));
        fields.put("rejectedPieces", status.rejectedPieces());
        fields.put("copies", status.copies());
        fields.put("elapsedSeconds", status.elapsed().toMillis() / 1000.0);
        status.note().ifPresent(note -> fields.put("note", note));
        fields.put("peers", status.peers().stream().map(TransferWords::peer).toList());
        fields.put(
                "sources", image.accounts().stream().map(TransferWords::source).toList());
        return fields;
    }

    static Map<String, Object> peer(PeerStatus peer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", text(peer.address()));
        fields.put("client", peer.client());
        fields.put("has", peer.has());
        fields.put("downloadBytesPerSecond", Math.round(peer.download().bytesPerSecond()));
        fields.put("uploadBytesPerSecond", Math.round(peer.upload().bytesPerSecond()));
        fields.put("downloadedBytes", peer.downloadedBytes());
        fields.put("uploadedBytes", peer.uploadedBytes());
        fields.put("connectedSeconds", peer.connectedFor().toMillis() / 1000.0);
        return fields;
    }

    private static Map<String, Object> source(PeerAccount account) {
        return Map.of(
                "address",
                text(account.address()),
                "downloadedBytes",
                account.downloadedBytes(),
                "uploadedBytes",
                account.uploadedBytes(),
                "seed",
                account.cameComplete());
    }

    /** Returns what came from machines that had everything when they were met. */
    static long fromSeedsBytes(SwarmImage image) {
        return downloadedBytes(image, true);
    }

    /** Returns what came from other targets. */
    static long fromOthersBytes(SwarmImage image) {
        return downloadedBytes(image, false);
    }

    private static long downloadedBytes(SwarmImage image, boolean cameComplete) {
        return image.accounts().stream()
                .filter(account -> account.cameComplete() == cameComplete)
                .mapToLong(PeerAccount::downloadedBytes)
                .sum();
    }

    static String text(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        if (address.getAddress() == null) {
            return address.getHostString();
        }
        String host = address.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
