package ezio.core.swarm;

import bt.event.EventSink;
import bt.event.EventSource;
import bt.metainfo.TorrentId;
import bt.module.ExtendedMessageHandlers;
import bt.module.ProtocolModule;
import bt.net.DataReceiver;
import bt.net.IConnectionSource;
import bt.net.IMessageDispatcher;
import bt.net.IPeerConnectionFactory;
import bt.net.IPeerConnectionPool;
import bt.net.InetPeer;
import bt.net.Peer;
import bt.net.PeerId;
import bt.peer.IPeerRegistry;
import bt.peer.PeerOptions;
import bt.peer.PeerRegistry;
import bt.peer.PeerSourceFactory;
import bt.protocol.Handshake;
import bt.protocol.IHandshakeFactory;
import bt.protocol.crypto.EncryptionPolicy;
import bt.protocol.extended.ExtendedHandshake;
import bt.protocol.extended.ExtendedMessage;
import bt.protocol.extended.ExtendedMessageTypeMapping;
import bt.protocol.handler.MessageHandler;
import bt.runtime.BtRuntime;
import bt.runtime.Config;
import bt.service.IRuntimeLifecycleBinder;
import bt.service.IdentityService;
import bt.torrent.TorrentRegistry;
import bt.torrent.TorrentSessionState;
import bt.torrent.data.DataWorker;
import bt.tracker.ITrackerService;
import bt.tracker.SecretKey;
import bt.tracker.http.HttpTrackerModule;
import com.google.inject.Binder;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import ezio.core.swarm.wire.Claim;
import ezio.core.swarm.wire.HaveParts;
import ezio.core.swarm.wire.MessageCodec;
import ezio.core.swarm.wire.PeerExchange;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.inject.Inject;

/**
 * The bt runtime of a node: handshakes, messages and their codecs, trackers, the registries of torrents and peers, and
 * the event bus come from it. Its data path (connections, dispatcher, data workers) is taken out through its Guice
 * bindings: ezio moves the bytes itself.
 */
final class BtFramework implements AutoCloseable {

    /** The bit of the handshake that announces the extension protocol, BEP 10. */
    private static final int EXTENSION_BIT = 43;

    private static final Duration NEVER = Duration.ofDays(365);
    private static final int PEERS_FROM_TRACKER = 200;

    private final BtRuntime runtime;
    private final PeerId peerId;
    private final ExtendedMessageTypeMapping extensions;
    private final Map<String, MessageHandler<? extends ExtendedMessage>> extensionHandlers;

    /**
     * @param listen where peers are accepted; trackers are asked from there
     */
    BtFramework(InetSocketAddress listen, Duration trackerTimeout) {
        // Guice defines classes through sun.misc.Unsafe otherwise, which JDK 24 and later warn about.
        if (System.getProperty("guice_custom_class_loading") == null) {
            System.setProperty("guice_custom_class_loading", "CHILD");
        }
        this.peerId = newPeerId();
        Config config = new Config();
        config.setAcceptorAddress(listen.getAddress());
        config.setAcceptorPort(listen.getPort());
        config.setPeerDiscoveryInterval(NEVER); // the Announcer asks trackers
        config.setTrackerTimeout(trackerTimeout);
        config.setNumberOfPeersToRequestFromTracker(PEERS_FROM_TRACKER);
        config.setEncryptionPolicy(EncryptionPolicy.REQUIRE_PLAINTEXT);
        config.setMseDisabled(true);
        config.setShutdownHookTimeout(Duration.ofSeconds(2));
        this.runtime = BtRuntime.builder(config)
                .module(new HttpTrackerModule())
                .module(new DataPathRemoved(peerId))
                .disablePeerExchange()
                .disableLocalServiceDiscovery()
                .disableAutomaticShutdown()
                .build();
        runtime.startup();
        this.extensions = runtime.service(ExtendedMessageTypeMapping.class);
        this.extensionHandlers = runtime.getInjector()
                .getInstance(Key.get(
                        new TypeLiteral<Map<String, MessageHandler<? extends ExtendedMessage>>>() {},
                        ExtendedMessageHandlers.class));
    }

    private static PeerId newPeerId() {
        byte[] id = new byte[PeerId.length()];
        new SecureRandom().nextBytes(id);
        byte[] prefix = ClientName.OWN_PREFIX.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(prefix, 0, id, 0, prefix.length);
        return PeerId.fromBytes(id);
    }

    PeerId peerId() {
        return peerId;
    }

    Handshake handshake(TorrentId torrentId) {
        Handshake handshake = runtime.service(IHandshakeFactory.class).createHandshake(torrentId);
        handshake.setReservedBit(EXTENSION_BIT);
        return handshake;
    }

    static boolean speaksExtensions(Handshake handshake) {
        return handshake.isReservedBitSet(EXTENSION_BIT);
    }

    /** Starts an extension handshake that names the extensions that this node understands, but for some. */
    ExtendedHandshake.Builder extendedHandshake(Set<String> leftOut) {
        ExtendedHandshake.Builder builder = ExtendedHandshake.builder();
        extensions.visitMappings((name, id) -> {
            if (!leftOut.contains(name)) {
                builder.addMessageType(name, id);
            }
        });
        return builder;
    }

    MessageCodec newCodec(InetAddress peerAddress) {
        return new MessageCodec(extensions, extensionHandlers, peerAddress);
    }

    ITrackerService trackers() {
        return runtime.service(ITrackerService.class);
    }

    /** Lets trackers be told how a torrent stands, and hands each peer that becomes known to {@code onPeer}. */
    void register(TorrentId torrentId, TorrentSessionState state, BiConsumer<InetAddress, Integer> onPeer) {
        TorrentRegistry registry = runtime.service(TorrentRegistry.class);
        registry.register(torrentId);
        registry.registerSessionState(torrentId, state);
        runtime.service(EventSource.class).onPeerDiscovered(torrentId, event -> {
            Peer peer = event.getPeer();
            onPeer.accept(peer.getInetAddress(), peer.getPort());
        });
    }

    void unregister(TorrentId torrentId) {
        runtime.service(EventSink.class).fireTorrentStopped(torrentId);
    }

    /** Tells of a peer, as a tracker does. */
    void addPeer(TorrentId torrentId, Peer peer) {
        if (!peer.isPortUnknown() && peer.getPort() > 0 && peer.getPort() <= 65535) {
            runtime.service(IPeerRegistry.class).addPeer(torrentId, peer);
        }
    }

    @Override
    public void close() {
        runtime.shutdown();
    }

    /** Takes bt's data path out. */
    private record DataPathRemoved(PeerId peerId) implements Module {

        @Override
        public void configure(Binder binder) {
            ProtocolModule.extend(binder)
                    .addExtendedMessageHandler(Claim.NAME, new Claim.Codec())
                    .addExtendedMessageHandler(HaveParts.NAME, new HaveParts.Codec())
                    .addExtendedMessageHandler(PeerExchange.NAME, new PeerExchange.Codec());
            binder.bind(IPeerConnectionFactory.class).toInstance(removed(IPeerConnectionFactory.class));
            binder.bind(IConnectionSource.class).toInstance(removed(IConnectionSource.class));
            binder.bind(IPeerConnectionPool.class).toInstance(removed(IPeerConnectionPool.class));
            binder.bind(IMessageDispatcher.class).toInstance(removed(IMessageDispatcher.class));
            binder.bind(DataReceiver.class).toInstance(removed(DataReceiver.class));
            binder.bind(DataWorker.class).toInstance(removed(DataWorker.class));
            binder.bind(IPeerRegistry.class).to(AddresslessRegistry.class).in(Singleton.class);
            binder.bind(IdentityService.class).toInstance(new IdentityService() {
                @Override
                public PeerId getLocalPeerId() {
                    return peerId;
                }

                @Override
                public Optional<SecretKey> getSecretKey() {
                    return Optional.empty();
                }
            });
        }

        private static <T> T removed(Class<T> type) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return switch (method.getName()) {
                                case "equals" -> proxy == args[0];
                                case "hashCode" -> System.identityHashCode(proxy);
                                default -> "removed " + type.getSimpleName();
                            };
                        }
                        throw new IllegalStateException("ezio moves the data itself: " + method);
                    }));
        }
    }

    /**
     * The stock registry tells trackers the address that the node listens on, which is a wildcard as a rule; a tracker
     * does better with the address that it sees.
     */
    static final class AddresslessRegistry extends PeerRegistry {

        private final Peer self;

        @Inject
        AddresslessRegistry(
                IRuntimeLifecycleBinder lifecycle,
                EventSource events,
                IdentityService identity,
                TorrentRegistry torrents,
                ITrackerService trackers,
                EventSink sink,
                Set<PeerSourceFactory> sources,
                Config config) {
            super(lifecycle, events, identity, torrents, trackers, sink, sources, config);
            Peer stock = super.getLocalPeer();
            this.self = new Peer() {
                @Override
                public InetAddress getInetAddress() {
                    return null;
                }

                @Override
                public boolean isPortUnknown() {
                    return stock.isPortUnknown();
                }

                @Override
                public int getPort() {
                    return stock.getPort();
                }

                @Override
                public Optional<PeerId> getPeerId() {
                    return stock.getPeerId();
                }

                @Override
                public PeerOptions getOptions() {
                    return stock.getOptions();
                }
            };
        }

        @Override
        public Peer getLocalPeer() {
            return self == null ? super.getLocalPeer() : self;
        }
    }

    /** Returns bt's form of an address. */
    static Peer peer(InetSocketAddress address) {
        return InetPeer.build(address.getAddress(), address.getPort());
    }
}
