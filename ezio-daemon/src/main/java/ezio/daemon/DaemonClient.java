package ezio.daemon;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import ezio.core.torrent.InfoHash;
import ezio.protocol.node.AddPeersRequest;
import ezio.protocol.node.Event;
import ezio.protocol.node.GetNodeRequest;
import ezio.protocol.node.GetSettingsRequest;
import ezio.protocol.node.Image;
import ezio.protocol.node.ImageRef;
import ezio.protocol.node.ListEventsRequest;
import ezio.protocol.node.ListImagesRequest;
import ezio.protocol.node.NodeGrpc;
import ezio.protocol.node.NodeStatus;
import ezio.protocol.node.RestoreOrder;
import ezio.protocol.node.RestoreRequest;
import ezio.protocol.node.SeedRequest;
import ezio.protocol.node.Settings;
import ezio.protocol.node.ShutdownRequest;
import ezio.protocol.node.StopRequest;
import ezio.protocol.node.VerifyProgress;
import ezio.protocol.node.VerifyRequest;
import ezio.protocol.node.VerifyResult;
import ezio.protocol.node.WatchEventsRequest;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Speaks to a daemon. Every call blocks until it is answered.
 *
 * <p>What the daemon cannot do comes as {@link RemoteProblem}, in the daemon's words and with their kind; a daemon that
 * cannot be spoken to as {@link DaemonUnreachable}. Safe for use by several threads.
 */
public final class DaemonClient implements AutoCloseable {

    private static final int SECONDS = 20;
    private static final int CONNECT_MS = 5_000;
    // Longer than it takes to connect, shorter than gRPC waits for the words of TLS.
    private static final Duration FIRST_WORDS = Duration.ofSeconds(8);
    // A daemon that is busy answers pings all the same; a machine that was switched off does not.
    private static final int PING_SECONDS = 20;
    private static final int PONG_SECONDS = 10;

    private final DaemonAddress address;
    private final ManagedChannel channel;

    private DaemonClient(DaemonAddress address, ManagedChannel channel) {
        this.address = address;
        this.channel = channel;
    }

    /**
     * Prepares to speak to a daemon; connects with the first call.
     *
     * @throws DaemonProblem if a token would be sent in the clear over a network, or a certificate cannot be read
     */
    public static DaemonClient of(DaemonAddress address) {
        GrpcLog.begin();
        SocketAddress socket = new InetSocketAddress(address.host(), address.port());
        boolean isHere = !((InetSocketAddress) socket).isUnresolved()
                && ((InetSocketAddress) socket).getAddress().isLoopbackAddress();
        if (address.token().isPresent() && address.serverCa().isEmpty() && !isHere) {
            throw DaemonProblem.bad(
                    "the token would go to " + address + " in the clear",
                    "--daemon-ca names the certificate that the daemon must have");
        }
        NettyChannelBuilder builder = address.serverCa().isEmpty()
                ? NettyChannelBuilder.forAddress(address.host(), address.port()).usePlaintext()
                : NettyChannelBuilder.forAddress(address.host(), address.port(), credentials(address));
        builder.maxInboundMessageSize(Integer.MAX_VALUE)
                .userAgent("ezio")
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PONG_SECONDS, TimeUnit.SECONDS);
        address.token().ifPresent(token -> builder.intercept(new TokenSpoken(token)));
        return new DaemonClient(address, builder.build());
    }

    private static io.grpc.ChannelCredentials credentials(DaemonAddress address) {
        PemFiles.checkCertificates(address.serverCa().orElseThrow());
        address.clientCertificate().ifPresent(own -> PemFiles.checkPair(own.certificate(), own.key()));
        try {
            TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder()
                    .trustManager(address.serverCa().orElseThrow().toFile());
            if (address.clientCertificate().isPresent()) {
                DaemonAddress.ClientCertificate own =
                        address.clientCertificate().get();
                tls.keyManager(own.certificate().toFile(), own.key().toFile());
            }
            return tls.build();
        } catch (IOException e) {
            throw DaemonProblem.bad("cannot read a certificate: " + Problem.reason(e), null);
        }
    }

    public DaemonAddress address() {
        return address;
    }

    /** Returns what the node is and does. */
    public NodeStatus node() {
        return call(stub -> stub.getNode(GetNodeRequest.getDefaultInstance()));
    }

    /** Offers an image; blocks until it is open, for long where it must be unpacked first. */
    public Image seed(SeedRequest request, CancelToken cancel) {
        return cancellable(cancel, () -> NodeGrpc.newBlockingStub(channel).seed(request));
    }

    /** Fetches images. All targets are looked at before the first is opened; blocks until they are open. */
    public List<Image> restore(List<RestoreOrder> orders, CancelToken cancel) {
        RestoreRequest request =
                RestoreRequest.newBuilder().addAllOrders(orders).build();
        return cancellable(cancel, () -> NodeGrpc.newBlockingStub(channel).restore(request))
                .getImagesList();
    }

    /**
     * Returns the images of the node, in the order in which they were added.
     *
     * @param withPeers also who is connected, and who ever was
     */
    public List<Image> images(boolean withPeers) {
        return call(stub -> stub.listImages(
                        ListImagesRequest.newBuilder().setWithPeers(withPeers).build()))
                .getImagesList();
    }

    /** Returns one image, with its peers; empty if it is not on the node. */
    public Optional<Image> find(InfoHash hash) {
        return call(stub -> stub.listImages(ListImagesRequest.newBuilder()
                        .addInfoHashes(hash.hex())
                        .setWithPeers(true)
                        .build()))
                .getImagesList()
                .stream()
                .findFirst();
    }

    public Image pause(InfoHash hash) {
        return call(stub -> stub.pause(ref(hash)));
    }

    public Image resume(InfoHash hash) {
        return call(stub -> stub.resume(ref(hash)));
    }

    /** Takes an image off the node; blocks until it is synced and closed. Returns what it was at the end. */
    public Image stop(InfoHash hash, String reason) {
        return call(stub -> stub.stop(StopRequest.newBuilder()
                .setInfoHash(hash.hex())
                .setReason(reason)
                .build()));
    }

    public Image addPeers(InfoHash hash, List<String> peers) {
        return call(stub -> stub.addPeers(AddPeersRequest.newBuilder()
                .setInfoHash(hash.hex())
                .addAllPeers(peers)
                .build()));
    }

    /**
     * Compares every piece of an image with its torrent, on the daemon's machine; blocks until done.
     *
     * @param progress is told how far it is
     * @throws CancellationException if {@code cancel} was cancelled
     */
    public VerifyResult verify(VerifyRequest request, Consumer<VerifyProgress> progress, CancelToken cancel) {
        return cancellable(cancel, () -> {
            Iterator<VerifyProgress> answers = NodeGrpc.newBlockingStub(channel).verify(request);
            VerifyProgress last = null;
            while (answers.hasNext()) {
                last = answers.next();
                progress.accept(last);
            }
            if (last == null || !last.hasResult()) {
                throw Status.INTERNAL
                        .withDescription("the check ended without a result")
                        .asRuntimeException();
            }
            return last.getResult();
        });
    }

    /**
     * Hands over what happens on the node until {@code cancel} is cancelled; blocks until then. The first event has the
     * kind "connected".
     *
     * @throws Problem if the daemon ends or cannot be reached
     */
    public void watch(Consumer<Event> listener, CancelToken cancel) {
        try {
            cancellable(cancel, () -> {
                NodeGrpc.newBlockingStub(channel)
                        .watchEvents(WatchEventsRequest.getDefaultInstance())
                        .forEachRemaining(listener);
                return null;
            });
        } catch (CancellationException e) {
            if (!cancel.isCancelled()) {
                throw e;
            }
        }
    }

    /** Returns what happened last, some hundred events at most, the oldest first. */
    public List<Event> events() {
        return call(stub -> stub.listEvents(ListEventsRequest.getDefaultInstance()))
                .getEventsList();
    }

    public Settings settings() {
        return call(stub -> stub.getSettings(GetSettingsRequest.getDefaultInstance()));
    }

    /** Changes what is set in {@code changes}; returns all settings. */
    public Settings change(Settings changes) {
        return call(stub -> stub.changeSettings(changes));
    }

    /** Ends the daemon; it answers before that. */
    public void shutdown() {
        call(stub -> stub.shutdown(ShutdownRequest.getDefaultInstance()));
    }

    private static ImageRef ref(InfoHash hash) {
        return ImageRef.newBuilder().setInfoHash(hash.hex()).build();
    }

    // A connection counts when the other side has said its first words; until then gRPC holds every call back, without
    // end
    // those that have no deadline.
    private void awaitFirstWords(CancelToken cancel) {
        long endNs = System.nanoTime() + FIRST_WORDS.toNanos();
        ConnectivityState state = channel.getState(true);
        while (state == ConnectivityState.IDLE || state == ConnectivityState.CONNECTING) {
            CountDownLatch changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(state, changed::countDown);
            cancel.onCancel(changed::countDown);
            try {
                if (!changed.await(endNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new DaemonUnreachable(address, Status.DEADLINE_EXCEEDED.asRuntimeException());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
            cancel.throwIfCancelled();
            state = channel.getState(false);
        }
    }

    private <T> T call(Function<NodeGrpc.NodeBlockingStub, T> request) {
        awaitFirstWords(new CancelToken());
        try {
            return request.apply(NodeGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.problem(address, e);
        }
    }

    private <T> T cancellable(CancelToken cancel, Supplier<T> request) {
        awaitFirstWords(cancel);
        Context.CancellableContext context = Context.current().withCancellation();
        cancel.onCancel(() -> context.cancel(null));
        Context before = context.attach();
        try {
            return request.get();
        } catch (StatusRuntimeException e) {
            if (cancel.isCancelled()) {
                throw new CancellationException("cancelled");
            }
            throw ProblemStatus.problem(address, e);
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    /** Hangs up. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
