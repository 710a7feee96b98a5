package ezio.core.swarm

import java.util.concurrent.CopyOnWriteArrayList

/** Keeps what a transfer tells of its peers, a line each; may be read while more is told. */
class ToldEvents implements TransferEvents {

    final List<String> lines = new CopyOnWriteArrayList<>()

    /** Returns the lines but for who joined. */
    List<String> troubles() {
        lines.findAll { !it.startsWith('joined') }
    }

    @Override
    void badPiece(int piece, List<InetSocketAddress> senders) {
        lines << "piece $piece of ${senders*.port}".toString()
    }

    @Override
    void peerDropped(InetSocketAddress address, String client, int badPieces) {
        lines << "dropped ${address.port} after $badPieces".toString()
    }

    @Override
    void peerJoined(InetSocketAddress address, String client) {
        lines << "joined ${address.port} $client".toString()
    }

    @Override
    void peerLeft(InetSocketAddress address, String client, String reason) {
        lines << "left ${address.port}: $reason".toString()
    }
}
