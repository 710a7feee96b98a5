package ezio.verb.live

import ezio.core.disk.TargetGuard
import ezio.core.progress.CancelToken
import ezio.core.swarm.SwarmFixture
import ezio.core.swarm.SwarmSettings
import ezio.core.torrent.TorrentSpec
import java.nio.file.Files
import java.nio.file.Path

/** Nodes on loopback, and the image file that they exchange. */
class LiveFixture implements AutoCloseable {

    final Path directory
    final SwarmFixture swarm
    final Path image
    final List<LiveNode> nodes = []

    LiveFixture(Path directory, int payloadBytes = 5 << 20, int pieceBytes = 256 << 10, int seed = 1) {
        this.directory = directory
        swarm = new SwarmFixture(payloadBytes, pieceBytes, seed, "disk$seed")
        image = directory.resolve("image$seed")
        write(image)
    }

    TorrentSpec getTorrent() { swarm.torrent }

    /** Puts the image into a file of the size that it needs. */
    void write(Path file) {
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { out ->
            out.length = torrent.neededBytes()
            int at = 0
            for (i in 0..<torrent.extents().count()) {
                int length = torrent.extents().lengthBytes(i) as int
                out.seek(torrent.extents().offsetBytes(i))
                out.write(swarm.payload, at, length)
                at += length
            }
        }
    }

    /** Whether every used byte of a target is right. */
    boolean isRestored(Path file) {
        int at = 0
        new RandomAccessFile(file.toFile(), 'r').withCloseable { from ->
            (0..<torrent.extents().count()).every { i ->
                byte[] found = new byte[torrent.extents().lengthBytes(i) as int]
                from.seek(torrent.extents().offsetBytes(i))
                from.readFully(found)
                boolean isEqual = Arrays.equals(found, 0, found.length, swarm.payload, at, at + found.length)
                at += found.length
                isEqual
            }
        }
    }

    Workplace place(String name = 'state') {
        Path state = directory.resolve(name)
        Workplace.of(state, state.resolve('cache'))
    }

    LiveNode node(SwarmSettings settings = SwarmFixture.SETTINGS, Workplace place = this.place()) {
        def node = LiveNode.start(settings, place)
        nodes << node
        node
    }

    Path empty(String name) {
        Path file = directory.resolve(name)
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { it.length = torrent.neededBytes() }
        file
    }

    SeedOrder seedOrder() {
        SeedOrder.of(torrent, image).withDoubt(Doubt.TRUST)
    }

    LiveImage seed(LiveNode on = node(), SeedOrder order = seedOrder()) {
        on.seed(order, OpeningListener.NONE, new CancelToken())
    }

    RestoreOrder restoreOrder(Path to, LiveNode from) {
        RestoreOrder.of(torrent, to).withOverwrite([to] as Set).withPeers([address(from)])
    }

    static InetSocketAddress address(LiveNode node) {
        new InetSocketAddress(InetAddress.loopbackAddress, node.port())
    }

    @Override
    void close() {
        nodes*.close()
        swarm.close()
    }
}
