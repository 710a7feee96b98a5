package ezio.daemon;

import ezio.core.problem.Problem;
import ezio.core.swarm.PeerAccount;
import ezio.core.swarm.PeerStatus;
import ezio.core.swarm.TransferStatus;
import ezio.core.unit.Rate;
import ezio.protocol.node.Image;
import ezio.protocol.node.Peer;
import ezio.protocol.node.Source;
import ezio.verb.live.Resumption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a daemon tells of an image. */
final class ImageReading {

    private ImageReading() {}

    static TransferStatus status(Image image) {
        TransferStatus.State state =
                switch (image.getState()) {
                    case CHECKING -> TransferStatus.State.CHECKING;
                    case SYNCING -> TransferStatus.State.SYNCING;
                    case SEEDING -> TransferStatus.State.SEEDING;
                    case FAILED -> TransferStatus.State.FAILED;
                    case STOPPED -> TransferStatus.State.STOPPED;
                    default -> TransferStatus.State.DOWNLOADING;
                };
        Optional<Problem> failure = state == TransferStatus.State.FAILED
                ? Optional.of(ProblemStatus.problem(image.getFailure()))
                : Optional.empty();
        return new TransferStatus(
                state,
                image.getPaused(),
                image.getPiecesHeld(),
                image.getPieces(),
                image.getHeldBytes(),
                image.getTotalBytes(),
                image.getDownloadedBytes(),
                image.getUploadedBytes(),
                image.getRejectedPieces(),
                new Rate(image.getDownloadBytesPerSecond()),
                new Rate(image.getUploadBytesPerSecond()),
                Duration.ofMillis(image.getElapsedMs()),
                image.getPeersList().stream().map(ImageReading::peer).toList(),
                image.getCopies(),
                image.hasSinceUploadMs() ? Optional.of(Duration.ofMillis(image.getSinceUploadMs())) : Optional.empty(),
                image.getNote().isEmpty() ? Optional.empty() : Optional.of(image.getNote()),
                failure);
    }

    private static PeerStatus peer(Peer peer) {
        return new PeerStatus(
                address(peer.getAddress()),
                peer.getClient(),
                peer.getHas(),
                new Rate(peer.getDownloadBytesPerSecond()),
                new Rate(peer.getUploadBytesPerSecond()),
                peer.getDownloadedBytes(),
                peer.getUploadedBytes(),
                Duration.ofMillis(peer.getConnectedMs()));
    }

    static List<PeerAccount> accounts(Image image) {
        return image.getSourcesList().stream().map(ImageReading::account).toList();
    }

    private static PeerAccount account(Source source) {
        return new PeerAccount(
                address(source.getAddress()),
                source.getClient(),
                source.getDownloadedBytes(),
                source.getUploadedBytes(),
                source.getCameComplete(),
                source.getWasComplete());
    }

    /** Reads "10.0.0.7:6891" or "[fe80::1]:6891", as the daemon's machine sees it; asks no resolver for an address. */
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(text.substring(colon + 1));
        try {
            // An interface of the daemon's machine, as in fe80::1%eth0, need not be one here.
            return new InetSocketAddress(InetAddress.getByName(host.replaceAll("%.*", "")), port);
        } catch (UnknownHostException e) {
            return InetSocketAddress.createUnresolved(host, port);
        }
    }

    static Optional<Resumption> resumption(Image image) {
        if (!image.hasResumption()) {
            return Optional.empty();
        }
        Resumption.Reason reason =
                switch (image.getResumption().getReason()) {
                    case STOPPED -> Resumption.Reason.STOPPED;
                    case CUT_OFF -> Resumption.Reason.CUT_OFF;
                    case DAMAGED -> Resumption.Reason.DAMAGED;
                    case COMPLETE -> Resumption.Reason.COMPLETE;
                    default -> Resumption.Reason.TOUCHED;
                };
        return Optional.of(new Resumption(
                reason,
                image.getResumption().getTrustedPieces(),
                image.getResumption().getHashedPieces(),
                image.getPieces()));
    }
}
