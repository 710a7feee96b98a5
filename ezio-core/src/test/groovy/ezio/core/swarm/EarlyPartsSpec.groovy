package ezio.core.swarm

import static ezio.core.swarm.RawPeer.connect
import static ezio.core.swarm.RawPeer.extended
import static ezio.core.swarm.RawPeer.handshake
import static ezio.core.swarm.RawPeer.ints
import static ezio.core.swarm.RawPeer.message

import bt.net.buffer.DelegatingByteBufferView
import bt.protocol.DecodingContext
import ezio.core.swarm.TransferStatus.State
import ezio.core.swarm.policy.Parts
import ezio.core.swarm.wire.HaveParts
import java.nio.ByteBuffer
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Targets hand on parts of a large piece that they do not have as a whole; nobody believes what he has not verified. */
@Timeout(60)
class EarlyPartsSpec extends Specification {

    static final int PART = Parts.LENGTH_BYTES
    static final int BLOCK = 1 << 14

    @AutoCleanup(quiet = true)
    SwarmFixture swarm
    List<RawPeer> raw = []
    def soon = new PollingConditions(timeout: 20, delay: 0.02)

    def cleanup() {
        raw*.close()
    }

    /** A target that is told of parts, and asks for what the spec wants. */
    static class Taker {
        static final int OWN_NUMBER = 5
        final RawPeer peer
        final List<Map<Integer, BitSet>> news = []
        boolean isServed

        Taker(RawPeer peer, SwarmFixture swarm) {
            this.peer = peer
            peer.send(handshake(swarm.torrent, '-RA0002-'))
            peer.send(extended(0, "d1:md8:ez_partsi${OWN_NUMBER}eee"))
            peer.send(message(2))
            peer.readHandshake()
        }

        byte[] hear() {
            byte[] heard = peer.readMessage()
            if (heard[0] == 0 || heard[0] == 1) {
                isServed = heard[0] == 1
            } else if (heard[0] == RawPeer.EXTENDED && heard[1] == OWN_NUMBER) {
                def context = new DecodingContext(null)
                new HaveParts.Codec().decode(
                        context, new DelegatingByteBufferView(ByteBuffer.wrap(heard, 2, heard.length - 2).slice()))
                news << ((HaveParts) context.message).parts()
            }
            heard
        }

        /** Waits until it is served, and was told of so many parts of piece 0. */
        void awaitParts(int count) {
            while (!isServed || partsOfFirst().cardinality() < count) {
                hear()
            }
        }

        BitSet partsOfFirst() {
            def all = new BitSet()
            news.each { all |= it.getOrDefault(0, new BitSet()) }
            all
        }

        void ask(int offset, int length) {
            peer.send(message(RawPeer.REQUEST, ints(0, offset, length)))
        }

        /** Returns the next block, with where it belongs. */
        List nextBlock() {
            byte[] heard = hear()
            while (heard[0] != RawPeer.PIECE) {
                heard = hear()
            }
            def bytes = ByteBuffer.wrap(heard)
            [bytes.getInt(1), bytes.getInt(5), Arrays.copyOfRange(heard, 9, heard.length)]
        }
    }

    private RawPeer connected(SwarmNode node) {
        raw << connect(node.port())
        raw.last()
    }

    private Taker taker(SwarmNode node) {
        new Taker(connected(node), swarm)
    }

    /** Says that it has the only piece, and answers what {@code block} has bytes for. */
    private RawPeer seeder(SwarmNode node, Closure<byte[]> block) {
        def seeder = connected(node).withoutTimeout()
        seeder.send(handshake(swarm.torrent, '-RA0001-'))
        seeder.send(message(5, [0x80] as byte[]))
        seeder.send(message(1))
        Thread.startDaemon { seeder.answerRequests(block) }
        seeder
    }

    private byte[] bytes(int offset, int length) {
        Arrays.copyOfRange(swarm.payload, offset, offset + length)
    }

    private static InetSocketAddress at(SwarmNode node) {
        new InetSocketAddress(InetAddress.loopbackAddress, node.port())
    }

    private Transfer restore(SwarmNode node, MemoryTarget target, ToldEvents events) {
        node.restore(swarm.torrent, target, Prior.nothing(),
                new TransferOptions(OptionalInt.empty(), OptionalInt.empty(), false, events))
    }

    def "a target hands on what it has of a piece that it cannot complete, and nothing else"() {
        given: 'a seeder that gives half of the only piece'
        swarm = new SwarmFixture(16 * PART, 16 * PART, 1, 'disk', true)
        def node = swarm.node()
        def target = swarm.target()
        def relay = swarm.restore(target, node)
        def half = seeder(node) { piece, offset, length -> offset < 8 * PART ? bytes(offset, length) : null }

        when: 'one that knows only the target'
        def secondTarget = swarm.target()
        def second = swarm.restore(secondTarget)
        second.addPeer(at(node))

        then:
        soon.eventually { assert second.status().downloadedBytes() == 8 * PART }
        [relay, second]*.status()*.piecesHeld() == [0, 0]

        when: 'one that comes later'
        def taker = taker(node)
        taker.awaitParts(8)

        then:
        taker.partsOfFirst() == BitSet.valueOf([0xff] as byte[])

        when: 'it asks for what is not there, and for what is'
        taker.ask(8 * PART, BLOCK)
        taker.ask(15 * PART, PART)
        taker.ask(8 * PART - BLOCK, 2 * BLOCK)
        taker.ask(3 * PART + BLOCK, 2 * BLOCK)
        taker.ask(7 * PART, PART)

        then:
        taker.nextBlock() == [0, 3 * PART + BLOCK, bytes(3 * PART + BLOCK, 2 * BLOCK)]
        taker.nextBlock() == [0, 7 * PART, bytes(7 * PART, PART)]

        when:
        half.close()
        swarm.seed()
        swarm.introduce()
        [relay, second].each { SwarmFixture.await(it) }

        then:
        swarm.isWhole(target)
        swarm.isWhole(secondTarget)
    }

    def "parts of a piece that turns out wrong are withdrawn, and only who could know it is hung up on"() {
        given: 'a seeder with a wrong bit, that keeps the last block back'
        swarm = new SwarmFixture(8 * PART, 8 * PART, 1, 'disk', true)
        def node = swarm.node()
        def target = swarm.target()
        def told = new ToldEvents()
        def relay = restore(node, target, told)
        def mayEnd = new CountDownLatch(1)
        def liar = seeder(node) { piece, offset, length ->
            if (offset + length == 8 * PART) {
                mayEnd.await(30, TimeUnit.SECONDS)
            }
            byte[] block = bytes(offset, length)
            block[0] ^= offset == 0 ? 1 : 0
            block
        }

        and: 'two that know only the target'
        def secondTarget = swarm.target()
        def secondTold = new ToldEvents()
        def second = restore(swarm.node(), secondTarget, secondTold)
        second.addPeer(at(node))
        def taker = taker(node)
        taker.awaitParts(7)
        soon.eventually { assert second.status().downloadedBytes() == 7 * PART }

        when:
        mayEnd.countDown()
        while (taker.news.last() != [0: new BitSet()]) {
            taker.hear()
        }

        then: 'the seeder alone went'
        soon.eventually { assert told.troubles().size() == 3 }
        told.troubles() == ["piece 0 of [${liar.port()}]", "dropped ${liar.port()} after 1",
                 "left ${liar.port()}: sent data that does not have its hash"]*.toString()
        target.writes.isEmpty()
        secondTarget.writes.isEmpty()
        second.status().peers().size() == 1

        when: 'there is no such block any more'
        taker.ask(0, BLOCK)
        def good = swarm.node()
        swarm.seed(swarm.source(), good)
        relay.addPeer(at(good))
        [relay, second].each { SwarmFixture.await(it) }

        then: 'the second had all of it but the end'
        swarm.isWhole(target)
        swarm.isWhole(secondTarget)
        target.writes.size() == secondTarget.writes.size()
        secondTold.lines.findAll { it.startsWith('piece') } == ["piece 0 of [${node.port()}]".toString()]
        !secondTold.lines.any { it.startsWith('dropped') || it.endsWith('does not have its hash') }
        [relay, second]*.status()*.state() == [State.SEEDING, State.SEEDING]
    }

    def "parts that there cannot be end the connection"() {
        given:
        swarm = new SwarmFixture(8 * PART - 5, 4 * PART)
        def node = swarm.node()
        def told = new ToldEvents()
        restore(node, swarm.target(), told)

        when:
        def peer = connected(node)
        peer.send(handshake(swarm.torrent))
        peer.send(message(3))
        peer.readHandshake()
        def number = (peer.readExtended() =~ /8:ez_partsi(\d+)e/)[0][1] as int
        peer.send(extended(number, payload))

        then:
        peer.isHungUpOn()
        soon.eventually { assert told.troubles() == ["left ${peer.port()}: protocol error: $why".toString()] }

        where:
        payload                                       || why
        '7:\0\0\0\u0002\0\u0001\u0080'                || 'parts of piece 2 of 2'
        '7:\u00ff\u00ff\u00ff\u00ff\0\u0001\u0080'    || 'parts of piece -1 of 2'
        '6:\0\0\0\u0002\0\0'                          || 'parts of piece 2 of 2'
        '7:\0\0\0\u0001\0\u0001\u0008'                || 'part 4 of piece 1'
        '8:\0\0\0\0\0\u0002\0\u0001'                  || 'part 15 of piece 0'
        '7:\0\0\0\0\0\u0002\0'                        || 'parts that end in the middle'
    }
}
