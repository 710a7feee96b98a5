package ezio.daemon

import ezio.core.peerprograms.Certificates
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.swarm.SwarmFixture
import ezio.core.torrent.TorrentFiles
import ezio.verb.live.CheckOrder
import ezio.verb.live.RestoreOrder
import ezio.verb.live.SeedOrder
import ezio.verb.live.OpeningListener
import io.grpc.Status
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.logging.Logger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Who may speak to a daemon, and which paths it uses. */
@Timeout(60)
class AccessSpec extends Specification {

    static final String SECRET = 'correct-horse-battery-staple'

    @TempDir
    Path directory

    @AutoCleanup
    DaemonFixture fixture

    private Path write(String name, String text) {
        Files.writeString(directory.resolve(name), text)
    }

    private static Problem problemOf(Closure call) {
        try {
            call()
            null
        } catch (Problem e) {
            e
        }
    }

    private static Problem ask(DaemonAddress address) {
        DaemonClient.of(address).withCloseable { client -> problemOf { client.node() } }
    }

    def "TLS, authorities of clients, and tokens let in who has them, and nobody else"() {
        given:
        fixture = new DaemonFixture(directory, 1 << 20, 64 << 10)
        def certificates = new Certificates(directory)
        def ca = certificates.authority('ca')
        def otherCa = certificates.authority('other-ca')
        def server = certificates.signed('server', 'ca')
        def client = certificates.signed('client', 'ca')
        def stranger = certificates.signed('stranger', 'other-ca')
        def token = Token.read(write('token', SECRET + '\n'))
        def wrongToken = Token.read(write('wrong-token', 'not-the-right-one-at-all\n'))
        def tls = new DaemonSettings.Tls(server, certificates.key('server'), Optional.of(ca))
        int open = fixture.machine(SwarmFixture.SETTINGS) { it.withTls(Optional.of(new DaemonSettings.Tls(server, certificates.key('server'), Optional.empty()))).withToken(Optional.of(token)) }.daemon.port()
        int closed = fixture.machine(SwarmFixture.SETTINGS) { it.withTls(Optional.of(tls)) }.daemon.port()
        int plain = fixture.machine(SwarmFixture.SETTINGS) { it.withToken(Optional.of(token)) }.daemon.port()
        def at = { int port, Map with = [:] ->
            ask(new DaemonAddress('127.0.0.1', port, Optional.ofNullable(with.ca as Path),
                    Optional.ofNullable(with.client as Path).map { new DaemonAddress.ClientCertificate(it, certificates.key(with.key as String)) },
                    Optional.ofNullable(with.token as Token)))
        }

        expect: 'who has what is asked for'
        at(open, [ca: ca, token: token]) == null
        at(closed, [ca: ca, client: client, key: 'client']) == null
        at(plain, [token: token]) == null

        and: 'a token that is wrong, or missing'
        at(plain).message == "the daemon at 127.0.0.1:$plain wants a token"
        at(plain).remedy().get() == '--daemon-token-file names the file that holds it'
        at(plain, [token: wrongToken]).message == "the daemon at 127.0.0.1:$plain does not know the token"
        at(open, [ca: ca, token: wrongToken]).kind() == Problem.Kind.REFUSED
        at(open, [ca: ca]).kind() == Problem.Kind.REFUSED

        and: 'a certificate that is signed by somebody else, or missing'
        at(open, [ca: otherCa, token: token]).message ==
                "the daemon at 127.0.0.1:$open has a certificate that none of $otherCa has signed, or that is for another name"
        at(closed, [ca: ca, client: stranger, key: 'stranger']).message ==
                "the daemon at 127.0.0.1:$closed closed the connection: it may want another certificate, or TLS"
        at(closed, [ca: ca]).message ==
                "the daemon at 127.0.0.1:$closed closed the connection: it may want another certificate, or TLS"

        and: 'TLS on one side only'
        at(open).message == "the daemon at 127.0.0.1:$open closed the connection: it may want another certificate, or TLS"
        at(plain, [ca: ca, token: token]).message == "the daemon at 127.0.0.1:$plain does not speak TLS"

        and: 'no token goes over a network in the clear'
        problemOf { DaemonClient.of(new DaemonAddress('192.0.2.1', 50051, Optional.empty(), Optional.empty(), Optional.of(token))) }.message ==
                'the token would go to 192.0.2.1:50051 in the clear'
        !token.toString().contains(SECRET)
    }

    def "a program that listens and says nothing is given up, in the clear and with TLS, before anything is asked of it"() {
        given:
        def deaf = new ServerSocket(0, 50, InetAddress.loopbackAddress)
        def ca = new Certificates(directory).authority('ca')
        def asked = { Path authority ->
            CompletableFuture.supplyAsync {
                ask(new DaemonAddress('127.0.0.1', deaf.localPort, Optional.ofNullable(authority), Optional.empty(), Optional.empty()))
            }
        }
        // Both at once: each takes its time.
        def both = [asked(null), asked(ca)]*.get(15, TimeUnit.SECONDS)

        expect:
        both*.message == ["the daemon at 127.0.0.1:$deaf.localPort does not answer in time".toString()] * 2
        both*.kind() == [Problem.Kind.NETWORK] * 2

        cleanup:
        deaf.close()
    }

    def "what keeps a call from its daemon is told in one line, and is not taken for its end"() {
        given:
        def why = { Throwable cause ->
            new DaemonUnreachable(DaemonAddress.of('lab-07', 50051), Status.UNAVAILABLE.withCause(cause).asRuntimeException())
        }

        expect:
        why(new NoRouteToHostException('No route to host')).message == 'no daemon answers at lab-07:50051: No route to host'
        why(new ConnectException('connect(..) failed: Network is unreachable')).message == 'no daemon answers at lab-07:50051: Network is unreachable'
        !why(new NoRouteToHostException('No route to host')).refused
        !why(new ConnectException('connect(..) failed: Network is unreachable')).refused
        why(new ConnectException('finishConnect(..) failed: Connection refused')).refused

        and: 'what gRPC logs goes to the log, not to the terminal'
        DaemonClient.of(DaemonAddress.of('lab-07', 50051)).close()
        !Logger.getLogger('io.grpc').useParentHandlers
    }

    def "files that are no certificates, keys or tokens are named"() {
        given:
        fixture = new DaemonFixture(directory, 1 << 20, 64 << 10)
        def certificates = new Certificates(directory)
        def ca = certificates.authority('ca')
        certificates.authority('other')
        def other = certificates.key('other')
        def rsa = directory.resolve('rsa')
        assert ['openssl', 'genpkey', '-quiet', '-algorithm', 'RSA', '-out', rsa].execute().waitFor() == 0
        def rubbish = write('rubbish', 'no PEM at all\n')
        def missing = directory.resolve('missing')
        def serve = { Path certificate, Path key, Optional<Path> clients ->
            def tls = new DaemonSettings.Tls(certificate, key, clients)
            problemOf { fixture.machine(SwarmFixture.SETTINGS) { it.withTls(Optional.of(tls)) } }
        }
        def speak = { Path authority, Optional<Path> own ->
            def pair = own.map { new DaemonAddress.ClientCertificate(it, certificates.key('ca')) }
            problemOf { DaemonClient.of(new DaemonAddress('127.0.0.1', 1, Optional.of(authority), pair, Optional.empty())) }
        }

        expect:
        serve(rubbish, certificates.key('ca'), Optional.empty()).message == "$rubbish holds no certificate in PEM"
        serve(ca, rubbish, Optional.empty()).message == "$rubbish holds no key in PEM (PKCS #8, without a password)"
        serve(ca, certificates.key('ca'), Optional.of(rubbish)).message == "$rubbish holds no certificate in PEM"
        serve(missing, certificates.key('ca'), Optional.empty()).message == "cannot read $missing: no such file"
        speak(rubbish, Optional.empty()).message == "$rubbish holds no certificate in PEM"
        speak(missing, Optional.empty()).message == "cannot read $missing: no such file"
        serve(ca, other, Optional.empty()).message == "$other is not the key of $ca"
        serve(ca, rsa, Optional.empty()).message == "$rsa is not the key of $ca"
        speak(ca, Optional.of(certificates.signed('client', 'ca'))).message == "${certificates.key('ca')} is not the key of ${directory.resolve('client.pem')}"
        speak(ca, Optional.of(rubbish)).message == "$rubbish holds no certificate in PEM"
        problemOf { Token.read(missing) }.message.startsWith("cannot read the token in $missing: ")
        problemOf { Token.read(write('short', 'abc\n')) }.message == "the token in ${directory.resolve('short')} is not a line of 16 or more printable characters"
    }

    def "a daemon that others reach is not started without knowing them"() {
        given:
        def everywhere = new InetSocketAddress('0.0.0.0', 0)
        def settings = DaemonSettings.of(everywhere, '0.1.0')
        def tls = Optional.of(new DaemonSettings.Tls(Path.of('a'), Path.of('b'), Optional.empty()))
        def token = Optional.of(Token.of(SECRET, 'spec'))
        def check = { DaemonSettings each -> problemOf { each.check() } }

        expect:
        check(settings).message == "whoever reaches 0.0.0.0:0 could overwrite this machine's disks"
        check(settings.withToken(token)).message == "whoever reaches 0.0.0.0:0 could overwrite this machine's disks"
        check(settings.withTls(tls)).message == "whoever reaches 0.0.0.0:0 could overwrite this machine's disks: TLS alone keeps nobody out"
        check(settings).kind() == Problem.Kind.USAGE
        check(settings.withTls(tls).withToken(token)) == null
        check(settings.withOpen(true)) == null
    }

    def "paths that lead out of what is allowed are refused, whichever way they go"() {
        given:
        fixture = new DaemonFixture(directory, 1 << 20, 64 << 10)
        def inside = Files.createDirectories(directory.resolve('inside/deep')).parent
        def outside = Files.createDirectories(directory.resolve('outside/deep')).parent
        fixture.empty('inside/image')
        fixture.empty('outside/image')
        Files.createSymbolicLink(inside.resolve('link'), outside.resolve('deep'))
        Files.createSymbolicLink(inside.resolve('dangling'), directory.resolve('nowhere'))
        Files.createSymbolicLink(inside.resolve('file'), outside.resolve('image'))
        Files.createSymbolicLink(inside.resolve(fixture.torrent.name()), outside)
        Files.createSymbolicLink(directory.resolve('other-name'), inside)
        def machine = fixture.machine(SwarmFixture.SETTINGS) { it.withAllowedPaths([directory.resolve('other-name')]) }
        def node = new DaemonNode(machine.client)
        def torrent = fixture.torrent
        def cancel = new CancelToken()
        def refusal = { Path path, boolean asSlices = false ->
            [problemOf { node.restore([RestoreOrder.of(torrent, path).withOverwrite([path] as Set).withSlices(asSlices).withCreateBytes(asSlices ? OptionalLong.empty() : OptionalLong.of(0))], cancel) },
             problemOf { node.seed([SeedOrder.of(torrent, path).withSlices(asSlices)], { OpeningListener.NONE }, cancel) },
             problemOf { node.check(new CheckOrder(torrent, path, asSlices, 1), {}, cancel) }]
                    .collect { it instanceof RemoteProblem ? it.message : String.valueOf(it) }.unique()
        }
        def escapes = [
                outside.resolve('image'),
                Path.of("$inside/../outside/image"),
                Path.of("$inside/link/../image"),
                inside.resolve('link/new'),
                inside.resolve('file'),
                inside.resolve('dangling'),
                Path.of("$inside/missing/../../outside/image"),
                Path.of("/proc/self/root$outside/image"),
        ]

        expect:
        escapes.every { path ->
            assert refusal(path) == ["$path is outside of what this daemon may use: ${directory.resolve('other-name')}".toString()]
            true
        }
        refusal(inside, true) == ["${inside.resolve(torrent.name())} is outside of what this daemon may use: ${directory.resolve('other-name')}".toString()]
        machine.torrents() == []

        and: 'what is inside is used, by whichever name'
        node.restore([RestoreOrder.of(torrent, inside.resolve('image')).withOverwrite([inside.resolve('image')] as Set)], cancel)*.name() == [torrent.name()]
    }

    def "a node says how much of its memory is in use"() {
        given:
        fixture = new DaemonFixture(directory, 8 << 20, 1 << 20)
        def from = fixture.machine()
        def to = fixture.machine()
        from.add(fixture.image, seeding: true)

        when:
        def most = 0L
        to.add(fixture.empty('target'))
        while (to.torrents()[0].state != 5) {
            most = Math.max(most, Math.max(to.client.node().memoryUsedBytes, from.client.node().memoryUsedBytes))
        }

        then:
        most > 0
        most <= to.client.node().memoryLimitBytes
    }
}
