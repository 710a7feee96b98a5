package ezio.core.swarm

import ezio.core.extent.ExtentMap
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.core.torrent.PieceHasher
import ezio.core.torrent.TorrentDraft
import ezio.core.torrent.TorrentSpec
import java.time.Duration
import java.util.concurrent.TimeUnit

/** Seeders and targets on loopback, in this process, without a tracker. */
class SwarmFixture implements AutoCloseable {

    static final SwarmSettings SETTINGS = SwarmSettings.defaults()
            .withListenAddress(InetAddress.getLoopbackAddress())
            .withCacheBytes(64 << 20)
            .withThreads(2, 4)

    final byte[] payload
    final ExtentMap extents
    final TorrentSpec torrent
    final List<SwarmNode> nodes = []
    final List<Transfer> transfers = []

    /**
     * @param isPrivate peers do not tell each other of the others
     */
    SwarmFixture(int payloadBytes, int pieceBytes, long seed = 1, String name = 'disk', boolean isPrivate = false) {
        payload = MemoryTarget.pattern(payloadBytes, seed)
        // Three extents of odd lengths, so that pieces span them.
        int a = payloadBytes.intdiv(3) + 1
        int b = (payloadBytes - a).intdiv(2)
        def builder = ExtentMap.builder()
        [[4096, a], [4096 + a + 512, b], [1L << 33, payloadBytes - a - b]]
                .findAll { it[1] > 0 }
                .each { builder.add(it[0], it[1]) }
        extents = builder.build()
        def source = new MemoryTarget('source', extents, payload)
        def hashes = PieceHasher.hash(source, pieceBytes, 2, ProgressListener.NONE, new CancelToken())
        torrent = TorrentDraft.of(name, extents, pieceBytes, hashes).withPrivate(isPrivate).toSpec()
    }

    /** A source of its own, so that a feature may spoil it. */
    MemoryTarget source(String name = '/dev/source') { new MemoryTarget(name, extents, payload.clone()) }

    MemoryTarget target(String name = '/dev/target') { new MemoryTarget(name, extents) }

    SwarmNode node(SwarmSettings settings = SETTINGS) {
        def node = SwarmNode.start(settings)
        nodes << node
        node
    }

    Transfer seed(MemoryTarget image = source(), SwarmNode on = node(), boolean check = false) {
        add(on.seed(torrent, image, check))
    }

    Transfer restore(MemoryTarget image, SwarmNode on = node(), boolean recheck = false) {
        add(on.restore(torrent, image, recheck))
    }

    boolean isWhole(MemoryTarget target) { Arrays.equals(target.bytes, payload) }

    /** Tells every node of every other one. */
    void introduce() {
        transfers.each { transfer ->
            nodes.each { transfer.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, it.port())) }
        }
    }

    static void await(Transfer transfer, int seconds = 30) {
        transfer.completion().get(seconds, TimeUnit.SECONDS)
    }

    private Transfer add(Transfer transfer) {
        transfers << transfer
        transfer
    }

    @Override
    void close() {
        nodes*.close()
    }
}
