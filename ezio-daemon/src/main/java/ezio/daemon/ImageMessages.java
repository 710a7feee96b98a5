package ezio.daemon;

import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.TransferStatus;
import ezio.core.unit.Rate;
import ezio.protocol.node.Image;
import ezio.protocol.node.Peer;
import ezio.protocol.node.Resumption;
import ezio.protocol.node.Source;
import ezio.verb.live.LiveImage;
import ezio.verb.live.SwarmImage;
import java.net.InetSocketAddress;

/** Images and peers as our own clients are told of them. */
final class ImageMessages {

    private ImageMessages() {}

    static Image of(LiveImage image, boolean withPeers) {
        return of(image, image.status(), withPeers);
    }

    static Image of(LiveImage image, TransferStatus status, boolean withPeers) {
        Image.Builder message = Image.newBuilder()
                .setInfoHash(image.torrent().infoHash().hex())
                .setName(image.torrent().name())
                .setPath(image.path().toString())
                .setRole(image.role() == SwarmImage.Role.SEED ? Image.Role.SEED : Image.Role.RESTORE)
                .setState(Image.State.valueOf(status.state().name()))
                .setPaused(status.isPaused())
                .setPieces(status.piecesTotal())
                .setPiecesHeld(status.piecesHeld())
                .setTotalBytes(status.bytesTotal())
                .setHeldBytes(status.bytesHeld())
                .setDownloadedBytes(status.downloadedBytes())
                .setUploadedBytes(status.uploadedBytes())
                .setDownloadBytesPerSecond(rate(status.download()))
                .setUploadBytesPerSecond(rate(status.upload()))
                .setRejectedPieces(status.rejectedPieces())
                .setCopies(status.copies())
                .setPeerCount(status.peers().size())
                .setElapsedMs(status.elapsed().toMillis())
                .setNote(status.note().orElse(""))
                .setSinceEpochMs(image.since().toEpochMilli())
                .setChecked(image.isChecked())
                .setComplete(image.isComplete())
                .setLeft(image.hasLeft());
        image.resumption()
                .ifPresent(resumption -> message.setResumption(Resumption.newBuilder()
                        .setReason(Resumption.Reason.valueOf(resumption.reason().name()))
                        .setTrustedPieces(resumption.trustedPieces())
                        .setHashedPieces(resumption.hashedPieces())));
        status.sinceLastUpload().ifPresent(since -> message.setSinceUploadMs(since.toMillis()));
        status.failure().ifPresent(problem -> message.setFailure(ProblemStatus.message(problem)));
        if (withPeers) {
            status.peers().forEach(peer -> message.addPeers(of(peer)));
            image.accounts().forEach(account -> message.addSources(of(account)));
        }
        return message.build();
    }

    private static Peer of(PeerStatus peer) {
        return Peer.newBuilder()
                .setAddress(text(peer.address()))
                .setClient(peer.client())
                .setHas(peer.has())
                .setDownloadBytesPerSecond(rate(peer.download()))
                .setUploadBytesPerSecond(rate(peer.upload()))
                .setDownloadedBytes(peer.downloadedBytes())
                .setUploadedBytes(peer.uploadedBytes())
                .setConnectedMs(peer.connectedFor().toMillis())
                .build();
    }

    private static Source of(PeerAccount account) {
        return Source.newBuilder()
                .setAddress(text(account.address()))
                .setClient(account.client())
                .setDownloadedBytes(account.downloadedBytes())
                .setUploadedBytes(account.uploadedBytes())
                .setCameComplete(account.cameComplete())
                .setWasComplete(account.wasComplete())
                .build();
    }

    private static long rate(Rate rate) {
        return Math.round(rate.bytesPerSecond());
    }

    /** Returns "10.0.0.7:6891" or "[fe80::1]:6891". */
    static String text(InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
