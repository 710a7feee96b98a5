package ezio.verb.live;

import ezio.core.swarm.TransferEvents;
import ezio.core.torrent.TorrentSpec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Puts what happens to one transfer on the node's {@link Board}. */
record Reporter(Board board, TorrentSpec torrent, Path path, Consumer<BitSet> onSynced) implements TransferEvents {

    @Override
    public void fetches() {
        post(LiveEvent.Kind.DOWNLOADING, "restoring to " + path, Map.of("path", path.toString()));
    }

    @Override
    public void synced(BitSet pieces) {
        onSynced.accept(pieces);
    }

    @Override
    public void peerJoined(InetSocketAddress address, String client) {
        post(LiveEvent.Kind.PEER_JOINED, text(address) + " (" + client + ") joined", fields(address, client));
    }

    @Override
    public void peerLeft(InetSocketAddress address, String client, String reason) {
        post(
                LiveEvent.Kind.PEER_LEFT,
                text(address) + " (" + client + ") left: " + reason,
                Map.of("peer", text(address), "client", client, "reason", reason));
    }

    @Override
    public void peerComplete(InetSocketAddress address, String client) {
        post(LiveEvent.Kind.PEER_COMPLETE, text(address) + " (" + client + ") is complete", fields(address, client));
    }

    @Override
    public void peerDropped(InetSocketAddress address, String client, int badPieces) {
        post(
                LiveEvent.Kind.PEER_BANNED,
                text(address) + " (" + client + ") was dropped: it sent "
                        + (badPieces == 1 ? "a piece that does" : badPieces + " pieces that do")
                        + " not have the right hash",
                Map.of("peer", text(address), "client", client, "badPieces", badPieces));
    }

    @Override
    public void badPiece(int piece, List<InetSocketAddress> senders) {
        String from = senders.stream().map(Reporter::text).sorted().collect(Collectors.joining(", "));
        post(
                LiveEvent.Kind.BAD_PIECE,
                "piece " + piece + " from " + from + " did not have its hash; nothing of it was written",
                Map.of("piece", piece, "peers", from));
    }

    @Override
    public void trackerFailed(String url, String reason) {
        post(LiveEvent.Kind.TRACKER_FAILED, "tracker " + url + ": " + reason, Map.of("tracker", url, "reason", reason));
    }

    @Override
    public void trackerBack(String url) {
        post(LiveEvent.Kind.TRACKER_BACK, "tracker " + url + " answers again", Map.of("tracker", url));
    }

    private void post(LiveEvent.Kind kind, String text, Map<String, Object> fields) {
        board.post(kind, torrent, text, fields);
    }

    private static Map<String, Object> fields(InetSocketAddress address, String client) {
        return Map.of("peer", text(address), "client", client);
    }

    /** Returns "10.0.0.1:6891", without asking the resolver. */
    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
