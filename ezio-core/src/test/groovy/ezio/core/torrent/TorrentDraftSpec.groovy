package ezio.core.torrent

import ezio.core.extent.ExtentMap
import ezio.core.problem.Problem
import spock.lang.Specification

import java.nio.charset.StandardCharsets
import java.security.MessageDigest
import java.time.Instant

class TorrentDraftSpec extends Specification {

    static final int KIB16 = 16 << 10
    static final ExtentMap EXTENTS = ExtentMap.builder().add(0, 16384).add(0x10_0000, 5).build()
    static final byte[] HASHES = (1..40) as byte[]

    private static TorrentDraft draft(String name = 'sda1') {
        TorrentDraft.of(name, EXTENTS, KIB16, HASHES)
    }

    def "the info dictionary of #name is written byte for byte as EZIO's tool does"() {
        when:
        def spec = draft(name).toSpec()

        then:
        new String(spec.infoBytes(), StandardCharsets.ISO_8859_1) == 'd5:filesl' +
                "d6:lengthi16384e4:pathl${directory}32:00000000000000000000000000000000ee" +
                "d6:lengthi5e4:pathl${directory}32:00000000000000000000000000100000ee" +
                "e4:name${torrentName}12:piece lengthi16384e6:pieces40:${new String(HASHES, 'ISO-8859-1')}e"
        spec.infoHash().bytes() == MessageDigest.getInstance('SHA-1').digest(spec.infoBytes())
        spec.name() == name
        spec.slicePath() == slicePath

        where:
        name        || torrentName | directory  | slicePath
        'sda1'      || '4:sda1'    | ''         | ['sda1']
        'vg/root'   || '2:vg'      | '4:root'   | ['vg', 'root']
        'a/b/c'     || '1:a'       | '1:b1:c'   | ['a', 'b', 'c']
        'Größe'     || '7:Größe'.collect { new String(it.getBytes('UTF-8'), 'ISO-8859-1') }.join() | '' | ['Größe']
    }

    def "the private flag is in the info dictionary, the rest is not"() {
        given:
        def plain = draft().toSpec()

        expect:
        draft().withPrivate(true).toSpec().infoHash() != plain.infoHash()
        draft().withPrivate(true).toSpec().private
        draft().withCreator('x').withComment('y').withCreated(Instant.EPOCH).withTrackers([['http://t/']])
                .toSpec().infoHash() == plain.infoHash()
    }

    def "a whole torrent is written with its keys in order"() {
        given:
        def spec = draft().withTrackers(trackers).withCreator('ezio').withComment('Räume 1-3')
                .withCreated(Instant.parse('2026-11-21T10:11:12.9Z')).toSpec()

        when:
        def text = new String(TorrentFiles.encode(spec), StandardCharsets.UTF_8)

        then:
        text.startsWith('d' + head + '7:comment10:Räume 1-310:created by4:ezio13:creation datei1795255872e4:infod5:files')

        where:
        trackers                                   || head
        []                                         || ''
        [['http://a/']]                            || '8:announce9:http://a/'
        [['http://a/', 'http://b/'], ['udp://c']]  || '8:announce9:http://a/13:announce-listll9:http://a/9:http://b/el7:udp://cee'
    }

    def "what was written is read back as it was"() {
        given:
        def spec = draft('vg/root').withTrackers([['http://a/', 'http://b/'], ['udp://c']]).withPrivate(true)
                .withCreator('ezio').withComment('c').withCreated(Instant.parse('2026-11-21T10:11:12Z')).toSpec()

        when:
        def back = TorrentFiles.parse(TorrentFiles.encode(spec), 'x.torrent')

        then:
        back.infoHash() == spec.infoHash()
        back.name() == 'vg/root'
        back.slicePath() == ['vg', 'root']
        back.extents() == EXTENTS
        back.pieceLengthBytes() == KIB16
        back.pieceCount() == 2
        back.pieceHash(1) == (21..40) as byte[]
        back.private
        back.trackers() == spec.trackers()
        back.creator().get() == 'ezio'
        back.comment().get() == 'c'
        back.created().get() == Instant.parse('2026-11-21T10:11:12Z')
    }

    def "a torrent with other trackers is the same torrent"() {
        given:
        def spec = draft().withTrackers([['http://a/']]).toSpec()

        when:
        def edited = TorrentFiles.parse(TorrentFiles.encode(spec.withTrackers([['http://b/']])), 'x.torrent')

        then:
        edited.infoHash() == spec.infoHash()
        edited.trackers() == [['http://b/']]
    }

    def "the name #shown is refused"() {
        when:
        TorrentDraft.of(name, EXTENTS, KIB16, HASHES)

        then:
        def refused = thrown(BadImageName)
        refused.message == "$shown cannot be the name of an image"
        refused.kind() == Problem.Kind.USAGE
        refused.name() == name

        where:
        name           || shown
        ''             || '""'
        '/dev/sda1'    || '"/dev/sda1"'
        'vg/'          || '"vg/"'
        'vg//root'     || '"vg//root"'
        '..'           || '".."'
        'a/../b'       || '"a/../b"'
        '.'            || '"."'
        'a\u001b[2J'   || '"a?[2J"'
        'a\u0000'      || '"a?"'
        'x' * 256      || '"' + 'x' * 80 + '…"'
    }

    def "extents without a byte make no torrent"() {
        when:
        TorrentDraft.of('sda1', ExtentMap.builder().build(), KIB16, new byte[0])

        then:
        def refused = thrown(BadTorrent)
        refused.message == 'sda1: holds no bytes'
    }

    def "#count bytes of hashes for two pieces are a mistake of the caller"() {
        when:
        TorrentDraft.of('sda1', EXTENTS, KIB16, new byte[count])

        then:
        thrown(IllegalArgumentException)

        where:
        count << [0, 20, 39, 60]
    }
}
