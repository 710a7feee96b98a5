package ezio.core.peerprograms

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/**
 * A peer that is transmission-cli. It takes no peers at loopback addresses, so swarms with it have to meet at another
 * address of the machine: {@link #address()}.
 */
class TransmissionPeer implements AutoCloseable {

    @Delegate(interfaces = false, excludes = ['close'])
    final PeerProgram program

    private TransmissionPeer(Path home, Path torrent, Path savePath) {
        def config = Files.createDirectories(home.resolve('transmission-config'))
        Files.createDirectories(savePath)
        // What has no option: no look for peers but by the tracker, and no port of its own choice.
        Files.writeString(config.resolve('settings.json'), '''{
            "dht-enabled": false, "lpd-enabled": false, "pex-enabled": false, "utp-enabled": false,
            "peer-port-random-on-start": true, "port-forwarding-enabled": false
        }''')
        // Otherwise lines come when there are many of them; and they end in CR, which is no end for stdbuf -oL.
        def command = ['stdbuf', '-o0', 'transmission-cli', '-g', config, '-w', savePath, '-M', '-et', '-U', '-D', torrent]
        program = new PeerProgram('transmission', command, home)
    }

    /** Starts a peer that fetches what is missing in {@code savePath/NAME}, and serves it until it is closed. */
    static TransmissionPeer start(Path home, Path torrent, Path savePath) {
        new TransmissionPeer(home, torrent, savePath)
    }

    /** Returns an address of this machine that is not loopback. */
    static String address() {
        NetworkInterface.networkInterfaces().toList()
                .findAll { it.isUp() && !it.isLoopback() }
                .collectMany { it.inetAddresses().toList() }
                .find { it instanceof Inet4Address && !it.isLinkLocalAddress() }
                ?.hostAddress ?: { throw new AssertionError((Object) 'this machine has no address but loopback') }()
    }

    void awaitComplete(Duration atMost = Duration.ofSeconds(40)) {
        program.await(~/Seeding, uploading|to "Complete"/, atMost)
    }

    @Override
    void close() {
        program.close()
    }
}
