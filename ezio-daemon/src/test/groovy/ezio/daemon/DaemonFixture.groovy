package ezio.daemon

import ezio.core.swarm.SwarmFixture
import ezio.core.swarm.SwarmSettings
import ezio.core.torrent.TorrentFiles
import ezio.core.torrent.TorrentSpec
import ezio.core.tracker.Tracker
import ezio.core.tracker.TrackerSettings
import ezio.protocol.compat.AddRequest
import ezio.protocol.compat.EZIOGrpc
import ezio.protocol.compat.Empty
import ezio.protocol.compat.PauseTorrentRequest
import ezio.protocol.compat.ResumeTorrentRequest
import ezio.protocol.compat.Torrent
import ezio.protocol.compat.UpdateRequest
import ezio.verb.live.LiveNode
import ezio.verb.live.Workplace
import com.google.protobuf.ByteString
import io.grpc.ManagedChannel
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder
import java.nio.file.Files
import java.nio.file.Path

/** Daemons on loopback, a tracker, and an image. */
class DaemonFixture implements AutoCloseable {

    /** One daemon, and a client of EZIO's protocol. */
    class Machine implements AutoCloseable {
        final LiveNode node
        final Daemon daemon
        final DaemonClient client
        final ManagedChannel channel
        final EZIOGrpc.EZIOBlockingStub ezio

        Machine(UnaryOperator settings, SwarmSettings swarm) {
            Path state = Files.createTempDirectory(directory, 'state')
            node = LiveNode.start(swarm, Workplace.of(state, state.resolve('cache')))
            def listen = new InetSocketAddress(InetAddress.loopbackAddress, 0)
            daemon = Daemon.start(settings.apply(DaemonSettings.of(listen, '0.1.0')) as DaemonSettings, node)
            client = DaemonClient.of(DaemonAddress.of('127.0.0.1', daemon.port()))
            channel = NettyChannelBuilder.forAddress('127.0.0.1', daemon.port()).usePlaintext()
                    .maxInboundMessageSize(Integer.MAX_VALUE).build()
            ezio = EZIOGrpc.newBlockingStub(channel)
        }

        boolean add(Map options = [:], Path path) {
            def request = AddRequest.newBuilder()
                    .setTorrent(ByteString.copyFrom((options.containsKey('torrent') ? options.torrent : torrentBytes()) as byte[]))
                    .setSavePath(path.toString())
                    .setSeedingMode(options.seeding ?: false)
                    .setMaxUploads(options.uploads ?: 0)
                    .setMaxConnections(options.connections ?: 0)
                    .setSequentialDownload(options.sequential ?: false)
                    .build()
            ezio.addTorrent(request).result
        }

        List<Torrent> torrents(String... hashes) {
            def answer = ezio.getTorrentStatus(UpdateRequest.newBuilder().addAllHashes(hashes as List).build())
            assert answer.hashesList as Set == answer.torrentsMap.keySet()
            answer.hashesList.collect { answer.torrentsMap[it] }
        }

        void pause(String hash = torrent.infoHash().hex()) {
            ezio.pauseTorrent(PauseTorrentRequest.newBuilder().setHash(hash).build())
        }

        void resume(String hash = torrent.infoHash().hex()) {
            ezio.resumeTorrent(ResumeTorrentRequest.newBuilder().setHash(hash).build())
        }

        String version() {
            ezio.getVersion(Empty.defaultInstance).version
        }

        void shutdown() {
            ezio.shutdown(Empty.defaultInstance)
        }

        @Override
        void close() {
            client.close()
            channel.shutdownNow()
            daemon.close()
            node.close()
        }
    }

    interface UnaryOperator extends java.util.function.UnaryOperator<DaemonSettings> {}

    final Path directory
    final SwarmFixture swarm
    final Tracker tracker
    final TorrentSpec torrent
    final Path image
    final List<Machine> machines = []

    DaemonFixture(Path directory, int payloadBytes = 5 << 20, int pieceBytes = 256 << 10, String name = 'sda1') {
        this.directory = directory
        tracker = Tracker.start(TrackerSettings.defaults().withPort(0).withListenAddress(InetAddress.loopbackAddress))
        swarm = new SwarmFixture(payloadBytes, pieceBytes, 1, name)
        torrent = swarm.torrent.withTrackers([[tracker.announceUrl('127.0.0.1')]])
        image = empty('image')
        write(image)
    }

    byte[] torrentBytes() {
        TorrentFiles.encode(torrent)
    }

    Machine machine(SwarmSettings node = SwarmFixture.SETTINGS, UnaryOperator settings = { it }) {
        def machine = new Machine(settings, node)
        machines << machine
        machine
    }

    Path empty(String name, long sizeBytes = torrent?.neededBytes() ?: swarm.torrent.neededBytes()) {
        Path file = directory.resolve(name)
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { it.length = sizeBytes }
        file
    }

    private void write(Path file) {
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { out ->
            eachExtent { long offset, int at, int length ->
                out.seek(offset)
                out.write(swarm.payload, at, length)
            }
        }
    }

    boolean isRestored(Path file) {
        boolean isRight = true
        new RandomAccessFile(file.toFile(), 'r').withCloseable { from ->
            eachExtent { long offset, int at, int length ->
                byte[] found = new byte[length]
                from.seek(offset)
                from.readFully(found)
                isRight &= Arrays.equals(found, 0, length, swarm.payload, at, at + length)
            }
        }
        isRight
    }

    private void eachExtent(Closure action) {
        int at = 0
        for (i in 0..<swarm.torrent.extents().count()) {
            int length = swarm.torrent.extents().lengthBytes(i) as int
            action(swarm.torrent.extents().offsetBytes(i), at, length)
            at += length
        }
    }

    @Override
    void close() {
        machines*.close()
        tracker.close()
        swarm.close()
    }
}
