package ezio.core.swarm;

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
import ezio.core.problem.Problem;
import ezio.core.swarm.policy.RequestPlan;
import ezio.core.swarm.wire.Claim;
import ezio.core.swarm.wire.HaveParts;
import ezio.core.swarm.wire.MessageCodec;
import ezio.core.tracker.Tracker;
import ezio.core.tracker.TrackerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the JVM see an announce and every message once, and compile those that each block and each piece take, while a node
 * has nothing to do yet: otherwise its first connections wait for that, all at the same moment.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private static final TorrentId NOTHING = TorrentId.fromBytes(new byte[TorrentId.length()]);

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

    /** Blocks for some tenths of a second; nothing leaves the machine. */
    static void of(BtFramework framework) {
        messages(framework);
        try {
            announce(framework);
        } catch (IOException | Problem e) {
            LOG.debug("no announce was rehearsed", e);
        }
    }

    static TrackerClient.Reply announce(BtFramework framework) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (Tracker tracker =
                Tracker.start(TrackerSettings.defaults().withListenAddress(here).withPort(0))) {
            String url = tracker.announceUrl(here.getHostAddress());
            return new BtTrackerClient(framework, NOTHING, url).announce(TrackerClient.Event.STARTED);
        }
    }

    private static void messages(BtFramework framework) {
        MessageCodec codec = framework.newCodec(InetAddress.getLoopbackAddress());
        codec.rehearse(framework.handshake(NOTHING));
        codec.rehearse(framework.extendedHandshake(Set.of()).build());
        ONCE.forEach(codec::rehearse);
        for (int i = 0; i < REPEATS; i++) {
            OFTEN.forEach(codec::rehearse);
        }
    }
}
