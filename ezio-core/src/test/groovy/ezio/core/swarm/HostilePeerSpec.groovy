package ezio.core.swarm

import static ezio.core.swarm.RawPeer.connect
import static ezio.core.swarm.RawPeer.extended
import static ezio.core.swarm.RawPeer.handshake
import static ezio.core.swarm.RawPeer.ints
import static ezio.core.swarm.RawPeer.message

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import ezio.core.disk.ChannelDevice
import ezio.core.extent.ExtentMap
import ezio.core.image.RawImage
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import ezio.core.torrent.PieceHasher
import ezio.core.torrent.TorrentDraft
import ezio.core.torrent.TorrentSpec
import java.lang.management.ManagementFactory
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import org.slf4j.LoggerFactory
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/**
 * What a peer may send, a hostile one sends: it is hung up on, and neither a seeder nor a target nor a disk minds. Each
 * attack is made on a seeder and on a target before the two are told of each other.
 */
@Timeout(60)
class HostilePeerSpec extends Specification {

    static final int PIECE = 1 << 14
    static final int PIECES = 61
    static final int DEVICE_BYTES = 4 << 20
    static final ExtentMap EXTENTS = ExtentMap.builder()
            .add(4096, 300_000)
            .add(0x100000, 16)
            .add(0x200000, PIECES * PIECE - 300_016 - 5)
            .build()
    static final byte[] HUGE = ints(-1)

    @Shared
    TorrentSpec torrent
    @Shared
    byte[] payload = MemoryTarget.pattern((int) EXTENTS.totalBytes(), 3)

    @TempDir
    Path home

    def errors = new ListAppender<ILoggingEvent>()
    List<AutoCloseable> opened = []
    List<SwarmNode> nodes = []
    def soon = new PollingConditions(timeout: 10, delay: 0.05)
    Transfer seed
    Transfer restore
    Path disk

    def setupSpec() {
        def source = new MemoryTarget('source', EXTENTS, payload)
        def hashes = PieceHasher.hash(source, PIECE, 1, ProgressListener.NONE, new CancelToken())
        torrent = TorrentDraft.of('disk', EXTENTS, PIECE, hashes).toSpec()
    }

    def setup() {
        errors.start()
        logger().addAppender(errors)
        disk = Files.write(home.resolve('disk.img'), garbage())
        nodes = (1..2).collect { open(SwarmNode.start(SwarmFixture.SETTINGS)) }
        seed = nodes[0].seed(torrent, new MemoryTarget('source', EXTENTS, payload), false)
        restore = nodes[1].restore(torrent, new RawImage(ChannelDevice.openForWriting(disk), EXTENTS), false)
    }

    def cleanup() {
        opened.reverseEach { it.close() }
        logger().detachAppender(errors)
    }

    private static Logger logger() {
        (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened << closeable
        closeable
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[DEVICE_BYTES]
        Arrays.fill(bytes, (byte) 0xee)
        bytes
    }

    /** Lets the seeder and the target meet, and expects all of the image on the disk, and nothing else. */
    private void expectRestored() {
        restore.addPeer(new InetSocketAddress(InetAddress.loopbackAddress, nodes[0].port()))
        restore.completion().get(10, TimeUnit.SECONDS)
        byte[] expected = garbage()
        (0..<EXTENTS.count()).each {
            System.arraycopy(payload, (int) EXTENTS.streamStartBytes(it),
                    expected, (int) EXTENTS.offsetBytes(it), (int) EXTENTS.lengthBytes(it))
        }
        assert Arrays.mismatch(Files.readAllBytes(disk), expected) == -1
        assert errors.list.findAll { it.level.isGreaterOrEqual(Level.ERROR) }*.formattedMessage == []
    }

    private byte[] greeting() {
        handshake(torrent)
    }

    private static byte[] joined(byte[]... parts) {
        def all = new ByteArrayOutputStream()
        parts.each { all.write(it) }
        all.toByteArray()
    }

    def "hangs up on a peer that sends #what"() {
        when:
        def peers = nodes.collect { open(connect(it.port())) }
        peers.each {
            try {
                it.send(bytes(this))
            } catch (SocketException ignored) {
                // Hung up on before everything was sent.
            }
        }

        then:
        peers.every { it.isHungUpOn() }
        expectRestored()

        where:
        what                                    | bytes
        'random bytes'                          | { MemoryTarget.pattern(5000, 1) }
        'zeros'                                 | { new byte[100] }
        'an HTTP request'                       | { 'GET /announce HTTP/1.1\r\nHost: a\r\n\r\n'.bytes }
        'another protocol of the same length'   | { h -> byte[] b = h.greeting(); b[3] ^= 1; b }
        'a handshake of another length'         | { h -> byte[] b = h.greeting(); b[0] = 18; b }
        'an unknown info-hash'                  | { h -> byte[] b = h.greeting(); b[30] ^= 1; b }
        'an info-hash of zeros'                 | { h -> byte[] b = h.greeting(); Arrays.fill(b, 28, 48, (byte) 0); b }
        'a second handshake'                    | { h -> joined(h.greeting(), h.greeting()) }
        'a bitfield too short'                  | { h -> joined(h.greeting(), message(5, new byte[7])) }
        'a bitfield too long'                   | { h -> joined(h.greeting(), message(5, new byte[9])) }
        'an empty bitfield'                     | { h -> joined(h.greeting(), message(5)) }
        'a bitfield with spare bits set'        | { h -> joined(h.greeting(), message(5, [0, 0, 0, 0, 0, 0, 0, 4] as byte[])) }
        'have of the piece after the last'      | { h -> joined(h.greeting(), message(4, ints(PIECES))) }
        'have of a negative piece'              | { h -> joined(h.greeting(), message(4, ints(-1))) }
        'have without a piece'                  | { h -> joined(h.greeting(), message(4)) }
        'have with two pieces'                  | { h -> joined(h.greeting(), message(4, ints(1, 2))) }
        'interested with a payload'             | { h -> joined(h.greeting(), message(2, ints(1))) }
        'a request after the last piece'        | { h -> joined(h.greeting(), message(2), message(6, ints(PIECES, 0, 16384))) }
        'a request of a negative piece'         | { h -> joined(h.greeting(), message(2), message(6, ints(-1, 0, 16384))) }
        'a request at a negative offset'        | { h -> joined(h.greeting(), message(2), message(6, ints(0, -1, 16384))) }
        'a request past the end of a piece'     | { h -> joined(h.greeting(), message(2), message(6, ints(0, 1, PIECE))) }
        'a request past the end of the last'    | { h -> joined(h.greeting(), message(2), message(6, ints(PIECES - 1, 0, PIECE))) }
        'a request that overflows an integer'   | { h -> joined(h.greeting(), message(2), message(6, ints(0, 0x7fffffff, 16384))) }
        'a request of 16 MiB'                   | { h -> joined(h.greeting(), message(2), message(6, ints(0, 0, 16 << 20))) }
        'a request of no bytes'                 | { h -> joined(h.greeting(), message(2), message(6, ints(0, 0, 0))) }
        'a request of negative length'          | { h -> joined(h.greeting(), message(2), message(6, ints(0, 0, -1))) }
        'a request cut short'                   | { h -> joined(h.greeting(), message(6, ints(0, 0))) }
        'a piece without a payload'             | { h -> joined(h.greeting(), message(7, ints(0, 0))) }
        'a piece without a place'               | { h -> joined(h.greeting(), message(7, ints(0)), new byte[20]) }
        'a piece of 2 MiB'                      | { h -> joined(h.greeting(), ints(9 + (2 << 20)), [7] as byte[], ints(0, 0)) }
        'many pieces that nobody asked for'     | { h -> joined(h.greeting(), *([message(7, new byte[8 + PIECE])] * 200)) }
        'pieces that do not exist'              | { h -> joined(h.greeting(), *([message(7, joined(ints(PIECES, -5), new byte[PIECE]))] * 200)) }
        'a length prefix of 16 MiB'             | { h -> joined(h.greeting(), ints(16 << 20), [20] as byte[]) }
        'a length prefix of 0xFFFFFFFF'         | { h -> joined(h.greeting(), HUGE) }
        'a length prefix of 0x80000000'         | { h -> joined(h.greeting(), ints(Integer.MIN_VALUE)) }
        'an unknown message of 900 KB'          | { h -> joined(h.greeting(), message(99, new byte[900_000])) }
        'an extension handshake of nested lists' | { h -> joined(h.greeting(), extended(0, 'l' * 60_000)) }
        'nested lists in a dictionary'          | { h -> joined(h.greeting(), extended(0, 'd1:m' + 'l' * 60_000 + 'e' * 60_000 + 'e')) }
        'nested dictionaries'                   | { h -> joined(h.greeting(), extended(0, 'd1:a' * 15_000)) }
        'an extension handshake that is a list' | { h -> joined(h.greeting(), extended(0, 'le')) }
        'an extension handshake without an end' | { h -> joined(h.greeting(), extended(0, 'd1:md')) }
        'an empty extension handshake'          | { h -> joined(h.greeting(), extended(0, '')) }
        'extensions that are no dictionary'     | { h -> joined(h.greeting(), extended(0, 'd1:mi5ee')) }
        'an extension whose number is text'     | { h -> joined(h.greeting(), extended(0, 'd1:md11:ut_metadata1:5ee')) }
        'a string of 2 GB in 64 bytes'          | { h -> joined(h.greeting(), extended(0, 'd1:v2147483600:')) }
        'a string of more than an integer'      | { h -> joined(h.greeting(), extended(0, 'd1:v99999999999999999999:x')) }
        'a number of 50,000 digits'             | { h -> joined(h.greeting(), extended(0, "d4:reqqi${'9' * 50_000}ee")) }
        'an extension handshake of 10,000 keys' | { h -> joined(h.greeting(), extended(0, 'd1:md' + (10_000..<16_000).collect { "6:k${it}i${it}e" }.join() + 'ee')) }
        'extension handshakes without end'      | { h -> joined(h.greeting(), *([extended(0, 'd1:mdee')] * 500)) }
        'an extension that was not agreed on'   | { h -> joined(h.greeting(), extended(77, 'de')) }
        'an extension message without a number' | { h -> joined(h.greeting(), message(20)) }
        'nested lists for a metadata request'   | { h -> joined(h.greeting(), extended(0, 'd1:md11:ut_metadatai1eee'), *(1..9).collect { extended(it, 'l' * 60_000) }) }
    }

    def "takes from a peer that sends #what what is right, and goes on"() {
        when:
        def peers = nodes.collect { open(connect(it.port())) }
        peers*.send(joined(greeting(), bytes))

        then:
        soon.eventually {
            assert [seed, restore]*.status()*.peers()*.size() == [1, 1]
        }
        expectRestored()

        where:
        what                              | bytes
        'a message of an unknown kind'    | message(99, new byte[100])
        'the messages of BEP 6'           | joined(message(14), message(17, ints(3)), message(13, ints(3)))
        'one piece that nobody asked for' | message(7, joined(ints(3, 0), new byte[PIECE]))
        'a piece that does not exist'     | message(7, joined(ints(99, 3), new byte[PIECE]))
        'wrong types in its handshake'    | extended(0, 'd1:pli1ee4:reqqi-5e1:vi7e8:ez_block3:abce')
        'impossible numbers'              | extended(0, 'd8:ez_blocki0e1:pi70000e4:reqqi99999999999999999999ee')
        'a name of control characters'    | extended(0, "d1:v5:\u001b[2J\u0007e")
        'half a message, and no more'     | [0, 0, 0, 13, 6, 0, 0] as byte[]
        'half a piece, and no more'       | joined(ints(9 + PIECE), [7] as byte[], ints(0, 0), new byte[100])
    }

    def "serves others while 300 peers say nothing, and hangs up on these in time"() {
        given:
        def idle = nodes.collectMany { node -> (1..300).collect { open(connect(node.port())) } }

        when:
        expectRestored()

        then:
        notThrown(TimeoutException)
        idle.every { it.isHungUpOn() }
    }

    def "a peer that sends a piece with wrong bytes is hung up on, and the disk gets the right ones"() {
        given:
        def liar = open(connect(nodes[1].port()))
        liar.send(joined(greeting(), message(5, [*([0xff] * 7), 0xf8] as byte[]), message(1)))

        when: 'it sends zeros for whatever it is asked for'
        liar.answerRequests()

        then:
        liar.isHungUpOn()
        restore.status().rejectedPieces() > 0
        Arrays.mismatch(Files.readAllBytes(disk), garbage()) == -1
        expectRestored()
    }

    def "a machine that is unplugged inside of a block costs the others seconds, not a minute"() {
        given:
        def unplugged = open(connect(nodes[1].port()))
        unplugged.send(joined(greeting(), message(5, [*([0xff] * 7), 0xf8] as byte[]), message(1)))

        when:
        unplugged.sendHalfABlock()

        then:
        expectRestored()
    }

    def "#count peers that #what cost little memory"() {
        given:
        def peers = (1..count).collect { open(connect(nodes[0].port())) }
        long before = usedBytes()

        when:
        peers.eachWithIndex { peer, i ->
            try {
                peer.send(joined(handshake(torrent, "-RA0001-$i"), bytes))
            } catch (IOException ignored) {
                // Hung up on before everything was sent.
            }
        }
        expectRestored()

        then:
        usedBytes() - before < 48 << 20

        where:
        count | what                                     | bytes
        150   | 'announce a long message and stop'       | joined(ints(1_000_000), [20, 0] as byte[], new byte[100])
        150   | 'announce a long bitfield and stop'      | joined(ints(1_000_000), [5] as byte[])
        16    | 'ask for blocks and never read them'     | joined(message(2), *((0..<2000).collect { message(6, ints(it % (PIECES - 1), 0, PIECE)) }))
    }

    def "a peer that asks for metadata without end and reads nothing is hung up on"() {
        given:
        def peer = open(connect(nodes[0].port()))
        peer.send(joined(greeting(), extended(0, 'd1:md11:ut_metadatai1eee')))
        peer.readHandshake()
        def number = (peer.readExtended() =~ /11:ut_metadatai(\d+)e/)[0][1] as int
        byte[] requests = joined(*([extended(number, 'd8:msg_typei0e5:piecei0ee')] * 1000))

        when:
        10_000.times { peer.send(requests) }

        then:
        thrown(SocketException)
        expectRestored()
    }

    private static long usedBytes() {
        System.gc()
        def direct = ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean).find { it.name == 'direct' }
        ManagementFactory.memoryMXBean.heapMemoryUsage.used + direct.memoryUsed
    }
}
