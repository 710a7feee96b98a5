package ezio.core.tracker;

import ezio.core.torrent.InfoHash;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An announce as HTTP carries it, and the form of its reply: BEP 3, compact peers (BEP 23), IPv6 (BEP 7).
 *
 * <p>{@code ip} is believed only from this machine itself, whose peers may come over loopback and know better where
 * others reach them; anybody else would be able to send the whole swarm to a third machine. {@code key},
 * {@code trackerid}, and whatever else clients send, is ignored.
 */
record AnnounceRequest(Announce announce, boolean isCompact, boolean withPeerIds) {

    private static final int DEFAULT_WANTED = 50;
    private static final int MAX_WANTED = 200;

    /**
     * @param from the address that the request came from
     * @param reachedAt the tracker's own address of that connection
     * @throws Refused if a parameter is missing or makes no sense
     */
    static AnnounceRequest parse(Query query, InetAddress from, InetAddress reachedAt) throws Refused {
        InfoHash infoHash = InfoHash.of(query.twentyBytes("info_hash"));
        PeerId peerId = PeerId.of(query.twentyBytes("peer_id"));
        int port = port(query);
        // Nobody uses these two, but a client that sends nonsense here should hear of it.
        query.bytes("uploaded");
        query.bytes("downloaded");
        Announce.Event event = event(query);
        long left = query.bytes("left").orElse(event == Announce.Event.COMPLETED ? 0 : Long.MAX_VALUE);
        Announce announce = new Announce(
                infoHash,
                peerId,
                new InetSocketAddress(address(query, from), port),
                reachedAt,
                left,
                event,
                wanted(query));
        return new AnnounceRequest(announce, query.flag("compact", true), !query.flag("no_peer_id", false));
    }

    /** Returns the bencoded reply. */
    byte[] encode(AnnounceReply reply) {
        Map<String, Object> members = new TreeMap<>();
        members.put("interval", reply.interval().toSeconds());
        members.put("min interval", reply.minInterval().toSeconds());
        members.put("complete", reply.counts().seeds());
        members.put("incomplete", reply.counts().leeches());
        members.put("downloaded", reply.counts().completed());
        if (isCompact) {
            members.put("peers", compact(reply.peers(), 4));
            byte[] ipv6 = compact(reply.peers(), 16);
            if (ipv6.length > 0 || !(announce.address().getAddress() instanceof Inet4Address)) {
                members.put("peers6", ipv6);
            }
        } else {
            List<Object> peers = new ArrayList<>();
            reply.peers().forEach(peer -> peers.add(dictionary(peer)));
            members.put("peers", peers);
        }
        return Bencoding.encode(members);
    }

    private Map<String, Object> dictionary(AnnounceReply.Found peer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ip", withoutScope(peer.address().getAddress()));
        members.put("port", peer.address().getPort());
        if (withPeerIds) {
            members.put("peer id", peer.peerId().bytes());
        }
        return members;
    }

    // The scope of a link-local address is a name of an interface here; it means nothing to others.
    private static String withoutScope(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static byte[] compact(List<AnnounceReply.Found> peers, int addressBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (AnnounceReply.Found peer : peers) {
            byte[] address = peer.address().getAddress().getAddress();
            if (address.length == addressBytes) {
                out.writeBytes(address);
                out.write(peer.address().getPort() >> 8);
                out.write(peer.address().getPort());
            }
        }
        return out.toByteArray();
    }

    private static int port(Query query) throws Refused {
        String text = query.text("port").orElseThrow(() -> Refused.missing("port"));
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw Refused.badNumber("port", "1 to 65535");
        }
        return port;
    }

    private static Announce.Event event(Query query) throws Refused {
        return switch (query.text("event").orElse("")) {
            // "paused" is what a partial seed says, BEP 21: here it is a peer like others.
            case "", "paused" -> Announce.Event.NONE;
            case "started" -> Announce.Event.STARTED;
            case "completed" -> Announce.Event.COMPLETED;
            case "stopped" -> Announce.Event.STOPPED;
            default -> throw Refused.badEvent();
        };
    }

    private static int wanted(Query query) throws Refused {
        String text = query.text("numwant").orElse("-1");
        if (!text.matches("-?[0-9]{1,9}")) {
            throw Refused.badNumber("numwant", "peers");
        }
        int wanted = Integer.parseInt(text);
        return wanted < 0 ? DEFAULT_WANTED : Math.min(wanted, MAX_WANTED);
    }

    private static InetAddress address(Query query, InetAddress from) throws Refused {
        Optional<String> named = query.text("ip");
        if (named.isEmpty() || !from.isLoopbackAddress()) {
            return from;
        }
        return AddressLiteral.parse(named.get()).orElseThrow(Refused::badAddress);
    }
}
