package ezio.core.swarm;

import bt.bencoding.types.BEInteger;
import bt.bencoding.types.BEString;
import bt.metainfo.TorrentId;
import bt.protocol.Bitfield;
import bt.protocol.Cancel;
import bt.protocol.Choke;
import bt.protocol.Have;
import bt.protocol.Interested;
import bt.protocol.Message;
import bt.protocol.NotInterested;
import bt.protocol.Request;
import bt.protocol.Unchoke;
import ezio.core.swarm.policy.RequestPlan;
import ezio.core.swarm.wire.Claim;
import ezio.core.swarm.wire.HaveParts;
import ezio.core.swarm.wire.MessageCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the JVM see every message once, and compile those that each block and each piece take, while a node has nothing to
 * do yet: otherwise its first connections wait for that, all at the same moment.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private static final TorrentId NOTHING = TorrentId.fromBytes(new byte[TorrentId.length()]);
    // 192.0.2.1, an address of documentation (RFC 5737), port 1.
    private static final String PEERS = "d8:intervali9e5:peers6:\u00c0\u0000\u0002\u0001\u0000\u0001e";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: " + PEERS.length() + "\r\nConnection: close\r\n\r\n" + PEERS;

    private static final int PATIENCE_MS = 1000;

    // As many calls as a method is compiled after.
    private static final int REPEATS = 250;
    private static final List<Message> ONCE = List.of(
            new Bitfield(new byte[1]),
            Interested.instance(),
            NotInterested.instance(),
            Choke.instance(),
            Unchoke.instance(),
            new Cancel(0, 0, RequestPlan.UNIT_BYTES),
            new HaveParts(Map.of(0, new BitSet())));
    private static final List<Message> OFTEN =
            List.of(new Have(0), new Request(0, 0, RequestPlan.UNIT_BYTES), new Claim(0));

    private Rehearsal() {}

    /** Blocks for some hundredths of a second; nothing leaves the machine. */
    static void of(BtFramework framework) {
        messages(framework);
        try {
            announce(framework);
        } catch (IOException e) {
            LOG.debug("no announce was rehearsed", e);
        }
    }

    /** Asks a tracker that knows one peer, which is nobody. */
    static TrackerClient.Reply announce(BtFramework framework) throws IOException {
        try (ServerSocket tracker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tracker.setSoTimeout(PATIENCE_MS);
            Thread answering = new Thread(() -> answer(tracker), "ezio-rehearsal");
            answering.setDaemon(true);
            answering.start();
            String url = "http://127.0.0.1:" + tracker.getLocalPort() + "/announce";
            return new BtTrackerClient(framework, NOTHING, url).announce(TrackerClient.Event.STARTED);
        }
    }

    private static void answer(ServerSocket tracker) {
        try (Socket asking = tracker.accept()) {
            asking.setSoTimeout(PATIENCE_MS);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(asking.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null && !line.isEmpty(); ) {
                line = lines.readLine();
            }
            asking.getOutputStream().write(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            LOG.debug("no announce was rehearsed", e);
        }
    }

    private static void messages(BtFramework framework) {
        MessageCodec codec = framework.newCodec(InetAddress.getLoopbackAddress());
        codec.rehearse(framework.handshake(NOTHING));
        codec.rehearse(framework
                .extendedHandshake(Set.of())
                .property("v", new BEString(ClientName.OWN.getBytes(StandardCharsets.UTF_8)))
                .property("p", new BEInteger(1))
                .build());
        ONCE.forEach(codec::rehearse);
        for (int i = 0; i < REPEATS; i++) {
            OFTEN.forEach(codec::rehearse);
        }
    }
}
