package ezio.core.torrent

import bt.metainfo.MetadataService
import ezio.core.extent.ExtentMap
import ezio.core.progress.CancelToken
import ezio.core.progress.ProgressListener
import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Path
import java.time.Instant

/** What we write is what others read: Debian's python3-libtorrent, and bt. */
@Timeout(120)
class OtherClientsReadTorrentsSpec extends Specification {

    private static final String DESCRIBE = '''
import json, sys, libtorrent as lt
t = lt.torrent_info(sys.argv[1])
f = t.files()
print(json.dumps({
    "hash": str(t.info_hash()), "name": t.name(), "pieceLength": t.piece_length(), "total": t.total_size(),
    "private": t.priv(), "creator": t.creator(), "comment": t.comment(),
    "trackers": [[x.url, x.tier] for x in t.trackers()],
    "files": [[f.file_path(i), f.file_size(i)] for i in range(t.num_files())],
    "pieces": [t.hash_for_piece(i).hex() for i in range(t.num_pieces())]}))
'''

    // The way of EZIO's partclone_create_torrent.py: offset and length pairs, then hashes.
    private static final String MAKE = '''
import json, sys, libtorrent as lt
j = json.load(sys.stdin)
fs = lt.file_storage()
for offset, length in j["extents"]:
    fs.add_file("%s/%032x" % (j["name"], offset), length)
t = lt.create_torrent(fs, j["pieceLength"], lt.create_torrent.v1_only)
t.set_priv(j["private"])
for i, h in enumerate(j["pieces"]):
    t.set_hash(i, bytes.fromhex(h))
sys.stdout.write(lt.bencode(t.generate()).hex())
'''

    // Extents that pieces run across, and one that is longer than a piece.
    static final ExtentMap EXTENTS =
            ExtentMap.builder().add(0, 5000).add(8192, 40_000).add(0x10_0000, 1).add(0x20_0000, 16_384).build()

    @TempDir
    Path dir

    def image = new MemoryImage(MemoryImage.random(3 << 20).device, EXTENTS)

    private TorrentDraft draft(String name) {
        TorrentDraft.of(name, EXTENTS, 16 << 10,
                PieceHasher.hash(image, 16 << 10, 2, ProgressListener.NONE, new CancelToken()))
    }

    def "libtorrent reads #name as we wrote it"() {
        given:
        def spec = draft(name).withTrackers([['http://a/announce', 'udp://b:1'], ['http://c/announce']])
                .withCreator('ezio').withComment('Raum 1').withPrivate(isPrivate)
                .withCreated(Instant.parse('2026-11-21T10:00:00Z')).toSpec()
        TorrentFiles.write(spec, dir.resolve('x.torrent'))

        when:
        def seen = new JsonSlurper().parseText(python(DESCRIBE, '', dir.resolve('x.torrent').toString()))

        then:
        seen.hash == spec.infoHash().hex()
        seen.name == spec.slicePath()[0]
        seen.pieceLength == 16 << 10
        seen.total == EXTENTS.totalBytes()
        seen.private == isPrivate
        seen.creator == 'ezio'
        seen.comment == 'Raum 1'
        // The order within a tier is for the client to shuffle.
        seen.trackers.sort { "${it[1]} ${it[0]}".toString() } == [['http://a/announce', 0], ['udp://b:1', 0], ['http://c/announce', 1]]
        seen.files == EXTENTS.extents().collect {
            ["$name/${String.format('%032x', it.offsetBytes())}", it.lengthBytes()]
        }
        seen.pieces == (0..<spec.pieceCount()).collect { spec.pieceHash(it).encodeHex().toString() }

        where:
        name      | isPrivate
        'sda1'    | false
        'vg/root' | true
    }

    def "what libtorrent makes of the same extents has the same info dictionary, byte for byte: #name"() {
        given:
        def spec = draft(name).withPrivate(isPrivate).toSpec()
        def input = groovy.json.JsonOutput.toJson([
            name: name, pieceLength: 16 << 10, private: isPrivate,
            extents: EXTENTS.extents().collect { [it.offsetBytes(), it.lengthBytes()] },
            pieces: (0..<spec.pieceCount()).collect { spec.pieceHash(it).encodeHex().toString() }])

        when:
        def theirs = TorrentFiles.parse(python(MAKE, input).trim().decodeHex(), 'libtorrent')

        then:
        theirs.infoBytes() == spec.infoBytes()
        theirs.infoHash() == spec.infoHash()
        theirs.extents() == EXTENTS
        theirs.name() == name

        where:
        name      | isPrivate
        'sda1'    | false
        'vg/root' | false
        'sda1'    | true
    }

    def "bt reads it too"() {
        given:
        def spec = draft('vg/root').withTrackers([['http://a/announce']]).toSpec()

        when:
        def seen = new MetadataService().fromByteArray(TorrentFiles.encode(spec))

        then:
        seen.torrentId.bytes == spec.infoHash().bytes()
        seen.files*.size == EXTENTS.extents()*.lengthBytes()
        seen.files*.pathElements == EXTENTS.extents().collect { ['root', String.format('%032x', it.offsetBytes())] }
    }

    private static String python(String program, String input, String... arguments) {
        def builder = new ProcessBuilder(['/usr/bin/python3', '-W', 'ignore', '-c', program] + arguments.toList())
        builder.environment().put('PYTHONIOENCODING', 'utf-8')
        def process = builder.start()
        process.outputStream.withCloseable { it.write(input.getBytes('UTF-8')) }
        String out = process.inputStream.getText('UTF-8')
        String said = process.errorStream.text
        assert process.waitFor() == 0: said
        out
    }
}
