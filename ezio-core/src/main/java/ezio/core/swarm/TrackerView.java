package ezio.core.swarm;

import bt.net.ConnectionKey;
import bt.processor.ProcessingContext;
import bt.torrent.TorrentSessionState;
import bt.torrent.fileselector.FilePrioritySelector;
import java.util.Set;

/** What bt's tracker client asks of a session. */
final class TrackerView implements TorrentSessionState {

    private final Session session;

    TrackerView(Session session) {
        this.session = session;
    }

    @Override
    public int getPiecesTotal() {
        return session.torrent().pieceCount();
    }

    @Override
    public int getPiecesComplete() {
        return session.status().piecesHeld();
    }

    @Override
    public int getPiecesIncomplete() {
        // As with the bytes left: nothing is missing when it was synced, not before.
        return session.status().isComplete() ? 0 : Math.max(1, getPiecesTotal() - getPiecesComplete());
    }

    @Override
    public int getPiecesRemaining() {
        return getPiecesIncomplete();
    }

    @Override
    public int getPiecesSkipped() {
        return 0;
    }

    @Override
    public int getPiecesNotSkipped() {
        return getPiecesTotal();
    }

    @Override
    public long getDownloaded() {
        synchronized (session) {
            return session.traffic().receivedBytes();
        }
    }

    @Override
    public long getUploaded() {
        synchronized (session) {
            return session.traffic().sentBytes();
        }
    }

    @Override
    public long getLeft() {
        return session.leftBytes();
    }

    @Override
    public boolean startedAsSeed() {
        return session.completion().isDone();
    }

    @Override
    public Set<ConnectionKey> getConnectedPeers() {
        return Set.of();
    }

    @Override
    public boolean updateFileDownloadPriority(ProcessingContext context, FilePrioritySelector selector) {
        return false;
    }
}
