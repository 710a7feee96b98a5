package ezio.shell.command;

import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.Transfer;
import ezio.core.swarm.TransferStatus;
import ezio.core.torrent.TorrentSpec;
import ezio.verb.live.LiveImage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An image of a node, as {@link ezio.verb.TransferRun} watches it. */
record LiveTransfer(LiveImage image) implements Transfer {

    @Override
    public TorrentSpec torrent() {
        return image.torrent();
    }

    @Override
    public TransferStatus status() {
        return image.status();
    }

    @Override
    public List<PeerAccount> accounts() {
        return image.accounts();
    }

    @Override
    public CompletableFuture<Void> completion() {
        return image.completion();
    }

    @Override
    public void addPeer(InetSocketAddress address) {
        image.addPeer(address);
    }

    @Override
    public void pause() {
        image.pause();
    }

    @Override
    public void resume() {
        image.resume();
    }

    // The node has a patience of its own.
    @Override
    public void stop(Duration patience) {
        image.stop("asked to");
    }
}
