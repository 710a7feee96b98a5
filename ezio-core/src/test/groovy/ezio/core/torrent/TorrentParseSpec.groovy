package ezio.core.torrent

import ezio.core.extent.Extent
import ezio.core.problem.Problem
import spock.lang.Specification
import spock.lang.Timeout

import java.security.MessageDigest

import static ezio.core.torrent.Bencode.bytes
import static ezio.core.torrent.Bencode.latin

/** The contract of what is read as a torrent, and of what is said about everything else. */
@Timeout(20)
class TorrentParseSpec extends Specification {

    static final String OFFSET = '0' * 32
    static final int KIB16 = 16 << 10

    private static Map file(Object path, Object length = KIB16) {
        [length: length, path: path instanceof List ? path : [path]]
    }

    /** A good info dictionary with other values; a value of null leaves the key out. */
    private static Map info(Map changes = [:]) {
        Map all = [files: [file(OFFSET)], name: 'sda1', 'piece length': KIB16, pieces: 'h' * 20] + changes
        new TreeMap(all.findAll { it.value != null })
    }

    private static Map torrent(Map changes = [:]) {
        [info: info(changes)]
    }

    private static byte[] join(byte[]... parts) {
        parts.inject(new ByteArrayOutputStream()) { out, part -> out.writeBytes(part); out }.toByteArray()
    }

    private static TorrentSpec parse(Object value) {
        TorrentFiles.parse(value instanceof byte[] ? value : bytes(value), 'root.torrent')
    }

    def "reads #why"() {
        when:
        def spec = parse(input)

        then:
        spec.extents().extents() == extents
        spec.name() == name

        where:
        why                                  | input                                                                                      || name      | extents
        'one extent'                         | torrent()                                                                                  || 'sda1'    | [new Extent(0, KIB16)]
        'a short offset'                     | torrent(files: [file('1f')])                                                               || 'sda1'    | [new Extent(0x1f, KIB16)]
        'an offset in capitals'              | torrent(files: [file('1F')])                                                               || 'sda1'    | [new Extent(0x1f, KIB16)]
        'the largest offset'                 | torrent(files: [file('7fffffffffffffff', 0), file('7fffffffffffbfff')])                    || 'sda1'    | [new Extent(0x7fffffffffffbfffL, KIB16)]
        'a directory'                        | torrent(name: 'vg', files: [file(['root', OFFSET])])                                       || 'vg/root' | [new Extent(0, KIB16)]
        'extents that touch'                 | torrent(files: [file('0', 384), file('180', 16000)])                                       || 'sda1'    | [new Extent(0, 384), new Extent(384, 16000)]
        'an extent of no bytes'              | torrent(files: [file('0', 384), file('10', 0), file('180', 16000)])                        || 'sda1'    | [new Extent(0, 384), new Extent(384, 16000)]
        'a single file named by its offset'  | torrent(files: null, length: 5, name: '00a0')                                              || '00a0'    | [new Extent(0xa0, 5)]
        'keys it does not know'              | [aaa: [[1, [x: ['y']]]], info: info(aaa: [b: 1], source: 's'), zzz: 'z']                   || 'sda1'    | [new Extent(0, KIB16)]
        'a torrent that is version 2 as well' | torrent('file tree': [a: [b: 1]], 'meta version': 2)                                      || 'sda1'    | [new Extent(0, KIB16)]
        'attributes that are no padding'     | torrent(files: [[attr: 'xh', length: KIB16, path: ['0']]])                                 || 'sda1'    | [new Extent(0, KIB16)]
    }

    def "the info-hash is that of the bytes as they stand in the file"() {
        given: 'a key that we would not write, and an extent that we leave out'
        def info = info(files: [file('0', 0), file(OFFSET)], source: 'lab')

        expect:
        parse([info: info]).infoHash().bytes() == MessageDigest.getInstance('SHA-1').digest(bytes(info))
        parse([info: info]).infoBytes() == bytes(info)
    }

    def "trackers: #why"() {
        expect:
        parse(outer + torrent()).trackers() == trackers

        where:
        why                        | outer                                                    || trackers
        'none'                     | [:]                                                      || []
        'one'                      | [announce: 'http://a/']                                  || [['http://a/']]
        'the list wins'            | [announce: 'http://a/', 'announce-list': [['b'], ['c']]] || [['b'], ['c']]
        'an empty list does not'   | [announce: 'http://a/', 'announce-list': [[]]]           || [['http://a/']]
        'a list alone'             | ['announce-list': [['b', 'c'], []]]                      || [['b', 'c']]
    }

    def "private is #expected where the key is #value"() {
        expect:
        parse(torrent(private: value)).private == expected

        where:
        value || expected
        null  || false
        0     || false
        1     || true
    }

    def "refuses #why"() {
        when:
        parse(input)

        then:
        def refused = thrown(BadTorrent)
        refused.message == 'root.torrent: ' + message
        refused.kind() == Problem.Kind.INPUT
        refused.source() == 'root.torrent'

        where:
        why                              | input                                                               || message
        // The file as such.
        'an empty file'                  | latin('')                                                           || 'is empty'
        'something else'                 | latin('<html>')                                                     || 'is no torrent: it does not start with a dictionary'
        'a list'                         | [1, 2]                                                              || 'is no torrent: it does not start with a dictionary'
        'nothing but a d'                | latin('d')                                                          || 'byte 1: the file ends in the middle; is the download complete?'
        'a file cut off in a string'     | latin('d8:announce9:http')                                          || 'byte 11: a string of 9 bytes, but only 4 are left'
        'a file cut off in a number'     | latin('d13:creation datei12')                                       || 'byte 20: the file ends in the middle; is the download complete?'
        'a file cut off before its end'  | bytes(torrent())[0..-2] as byte[]                                   || "byte ${bytes(torrent()).length - 1}: the file ends in the middle; is the download complete?"
        'trailing bytes'                 | join(bytes(torrent()), latin('xyz'))                                || "byte ${bytes(torrent()).length}: the torrent ends here, but 3 bytes follow"
        // Bencoding.
        'an unknown type'                | latin('d1:ax')                                                      || 'byte 4: no value starts with 0x78'
        'a binary type'                  | latin('d1:a\u00ff')                                                 || 'byte 4: no value starts with 0xff'
        'a number without digits'        | latin('d1:aiee')                                                    || 'byte 4: is no number'
        'a minus without digits'         | latin('d1:ai-ee')                                                   || 'byte 4: is no number'
        'a fraction'                     | latin('d1:ai1.5ee')                                                 || 'byte 4: is no number'
        'a plus'                         | latin('d1:ai+1ee')                                                  || 'byte 4: is no number'
        'a leading zero'                 | latin('d1:ai01ee')                                                  || 'byte 4: a number may not start with 0'
        'a negative zero'                | latin('d1:ai-0ee')                                                  || 'byte 4: a number may not start with 0'
        'a number of 2^63'               | latin('d1:ai9223372036854775808ee')                                 || 'byte 4: a number passes 2^63'
        'a number below -2^63'           | latin('d1:ai-9223372036854775809ee')                                || 'byte 4: a number passes 2^63'
        'a number of a million digits'   | latin('d1:ai' + '9' * 1_000_000 + 'ee')                             || 'byte 4: a number passes 2^63'
        'a string longer than the file'  | latin('d1:a9999999999:xe')                                          || 'byte 4: a string of 9999999999 bytes, but only 2 are left'
        'a string length past 2^63'      | latin('d1:a99999999999999999999:xe')                                || 'byte 4: a number passes 2^63'
        'a string length with a zero'    | latin('d1:a01:xe')                                                  || 'byte 4: a number may not start with 0'
        'a negative string length'       | latin('d1:a-1:xe')                                                  || 'byte 4: no value starts with 0x2d'
        'a string without a colon'       | latin('d1:a3xyze')                                                  || 'byte 4: is no number'
        'a key that is a number'         | latin('di1e1:ae')                                                   || 'byte 1: a key of a dictionary must be a string'
        'a deep key that is a list'      | latin('d1:adlei1eee')                                               || 'byte 5: a key of a dictionary must be a string'
        'a key without a value'          | latin('d1:ae')                                                      || 'byte 4: no value starts with 0x65'
        'a key twice'                    | latin('d1:ai1e1:ai1ee')                                             || 'byte 7: key "a" occurs twice in one dictionary'
        'keys out of order'              | latin('d1:bi1e1:ai1ee')                                             || 'byte 7: key "a" is out of order'
        'a deep key twice'               | latin('d1:ald1:bi1e1:bi1eeee')                                      || 'byte 12: key "b" occurs twice in one dictionary'
        'two infos'                      | join(latin('d4:info'), bytes(info()), latin('4:info'), bytes(info()), latin('e')) || "byte ${7 + bytes(info()).length}: key \"info\" occurs twice in one dictionary"
        '64 nested lists'                | latin('d1:a' + 'l' * 64)                                            || 'byte 67: nested deeper than 64 levels'
        '10 million nested lists'        | latin('d1:a' + 'l' * 10_000_000)                                    || 'byte 67: nested deeper than 64 levels'
        '10 million nested dictionaries' | latin('d1:a' + 'd1:a' * 2_500_000)                                  || 'byte 256: nested deeper than 64 levels'
        // Types.
        'info as a list'                 | [info: []]                                                          || 'byte 7: "info" must be a dictionary'
        'announce as a number'           | [announce: 1]                                                       || 'byte 11: "announce" must be a string'
        'announce-list as a string'      | ['announce-list': 'x']                                              || 'byte 17: "announce-list" must be a list'
        'a tier as a string'             | ['announce-list': ['x']]                                            || 'byte 18: a tier of "announce-list" must be a list'
        'a tracker as a number'          | ['announce-list': [[1]]]                                            || 'byte 19: a tracker must be a string'
        'a thousand trackers and one'    | ['announce-list': [['t'] * 1001]]                                   || 'names more than 1,000 trackers'
        'a comment as a list'            | [comment: []]                                                       || 'byte 10: "comment" must be a string'
        'a creator as a number'          | ['created by': 1]                                                   || 'byte 14: "created by" must be a string'
        'a date as a string'             | ['creation date': 'x']                                              || 'byte 17: "creation date" must be a number'
        'a negative date'                | ['creation date': -1]                                               || '"creation date" is -1, which is no date'
        'a date beyond all calendars'    | ['creation date': Long.MAX_VALUE]                                   || '"creation date" is 9223372036854775807, which is no date'
        'files as a dictionary'          | torrent(files: [:])                                                 || 'byte 15: "files" must be a list'
        'a file as a string'             | torrent(files: ['x'])                                               || 'byte 16: file 1 must be a dictionary'
        'a length as a string'           | torrent(files: [file(OFFSET, 'x')])                                 || 'byte 25: "length" must be a number'
        'a path as a string'             | torrent(files: [[length: 1, path: OFFSET]])                         || 'byte 34: "path" must be a list'
        'a part of a path as a number'   | torrent(files: [file([1])])                                         || 'byte 39: a part of "path" must be a string'
        'a name as a number'             | latin('d4:infod4:namei1eee')                                        || 'byte 14: "name" must be a string'
        'a piece length as a string'     | latin('d4:infod12:piece length1:xee')                               || 'byte 23: "piece length" must be a number'
        'pieces as a list'               | latin('d4:infod6:pieceslee')                                        || 'byte 16: "pieces" must be a string'
        'private as a string'            | latin('d4:infod7:private1:1ee')                                     || 'byte 17: "private" must be a number'
        // What is missing.
        'no info'                        | [announce: 'x']                                                     || 'has no "info"'
        'an empty dictionary'            | latin('de')                                                         || 'has no "info"'
        'no name'                        | torrent(name: null)                                                 || 'has no "name"'
        'no files'                       | torrent(files: null)                                                || 'has no "files"'
        'no piece length'                | torrent('piece length': null)                                       || 'has no "piece length"'
        'no pieces'                      | torrent(pieces: null)                                               || 'has no "pieces"'
        'files and length'               | torrent(length: 1)                                                  || 'has both "files" and "length"'
        'a file without length'          | torrent(files: [[path: [OFFSET]]])                                  || 'file 1 has no length'
        'a file without path'            | torrent(files: [[length: 1]])                                       || 'file 1 has no path'
        'a file with an empty path'      | torrent(files: [file([])])                                          || 'file 1 has no path'
        'no files in the list'           | torrent(files: [])                                                  || 'holds no bytes'
        'only files of no bytes'         | torrent(files: [file(OFFSET, 0)])                                   || 'holds no bytes'
        // Names.
        'a file of another torrent'      | torrent(files: [file('000zz000')])                                  || 'file name "000zz000" is not a hex offset; was this torrent made by ezio?'
        'a file with a prefix'           | torrent(files: [file('0x10')])                                      || 'file name "0x10" is not a hex offset; was this torrent made by ezio?'
        'a negative offset'              | torrent(files: [file('-1')])                                        || 'file name "-1" is not a hex offset; was this torrent made by ezio?'
        'an empty file name'             | torrent(files: [file('')])                                          || 'file name "" is not a hex offset; was this torrent made by ezio?'
        'a file name of 33 digits'       | torrent(files: [file('0' * 33)])                                    || "file name \"${'0' * 33}\" is not a hex offset; was this torrent made by ezio?"
        'the parent as file name'        | torrent(files: [file('..')])                                        || 'file name ".." is not a hex offset; was this torrent made by ezio?'
        'digits of another script'       | torrent(files: [file('\u00b2'.getBytes('UTF-8'))])                  || 'file name "²" is not a hex offset; was this torrent made by ezio?'
        'a file name for the terminal'   | torrent(files: [file('\u001b]0;x\u0007')])                          || 'file name "?]0;x?" is not a hex offset; was this torrent made by ezio?'
        'a file name of a million bytes' | torrent(files: [file('z' * 1_000_000)])                             || "file name \"${'z' * 80}…\" is not a hex offset; was this torrent made by ezio?"
        'an offset of 2^63'              | torrent(files: [file('8000000000000000')])                          || 'file name "8000000000000000": no device has an offset of 2^63 or more'
        'an offset of 2^127'             | torrent(files: [file('8' + '0' * 31)])                              || "file name \"8${'0' * 31}\": no device has an offset of 2^63 or more"
        'a single file of a name'        | torrent(files: null, length: 5, name: 'disk.img')                   || 'file name "disk.img" is not a hex offset; was this torrent made by ezio?'
        'the parent as name'             | torrent(name: '..')                                                 || 'name ".." cannot be used as part of a path'
        'an absolute name'               | torrent(name: '/etc')                                               || 'name "/etc" cannot be used as part of a path'
        'an empty name'                  | torrent(name: '')                                                   || 'name "" cannot be used as part of a path'
        'a name with a zero byte'        | torrent(name: 'a\u0000b')                                           || 'name "a?b" cannot be used as part of a path'
        'a name that is no UTF-8'        | torrent(name: 'a\u00ff')                                            || 'name "a\ufffd" cannot be used as part of a path'
        'a name of 256 bytes'            | torrent(name: 'a' * 256)                                            || "name \"${'a' * 80}…\" cannot be used as part of a path"
        'the parent as directory'        | torrent(files: [file(['..', OFFSET])])                              || 'name ".." cannot be used as part of a path'
        'a slash in a directory'         | torrent(files: [file(['a/b', OFFSET])])                             || 'name "a/b" cannot be used as part of a path'
        'several directories'            | torrent(files: [file(['a', '0'], 1), file(['b', '1'], 1)])          || 'file 2 lies in another directory than the first; was this torrent made by ezio?'
        'a file beside a directory'      | torrent(files: [file(['a', '0'], 1), file('1', 1)])                 || 'file 2 lies in another directory than the first; was this torrent made by ezio?'
        'a path of 17 parts'             | torrent(files: [file(['a'] * 16 + [OFFSET])])                       || 'file 1 lies deeper than 15 directories'
        // Numbers that do not fit.
        'a negative length'              | torrent(files: [file(OFFSET, -1)])                                  || 'file 1 has a length of -1 bytes'
        'a negative single length'       | torrent(files: null, length: -5, name: '0')                         || 'file 1 has a length of -5 bytes'
        'an extent past 2^63'            | torrent(files: [file('7fffffffffffffff', 1)])                       || 'the extent at 0x7fffffffffffffff, 1 bytes, passes 2^63'
        'a length that overflows'        | torrent(files: [file('1', Long.MAX_VALUE)])                         || 'the extent at 0x1, 9223372036854775807 bytes, passes 2^63'
        'lengths whose sum is huge'      | torrent(files: [file('0', Long.MAX_VALUE)])                         || 'has 1 piece hashes, its files need 562,949,953,421,312'
        'extents that overlap'           | torrent(files: [file('0', 10), file('9', 10)])                      || 'the extent at 0x9 starts before the end of the extent before it, 0xa'
        'extents that descend'           | torrent(files: [file('9', 1), file('0', 1)])                        || 'the extent at 0x0 starts before the end of the extent before it, 0xa'
        'an extent twice'                | torrent(files: [file('0', 1), file('0', 1)])                        || 'the extent at 0x0 starts before the end of the extent before it, 0x1'
        'pieces of no bytes'             | torrent('piece length': 0)                                          || 'pieces of 0 bytes; a power of two from 16 KiB to 64 MiB is needed'
        'pieces of 8 KiB'                | torrent('piece length': 8192)                                       || 'pieces of 8192 bytes; a power of two from 16 KiB to 64 MiB is needed'
        'pieces of 17 KiB'               | torrent('piece length': 17408)                                      || 'pieces of 17408 bytes; a power of two from 16 KiB to 64 MiB is needed'
        'pieces of 128 MiB'              | torrent('piece length': 128 << 20)                                  || 'pieces of 134217728 bytes; a power of two from 16 KiB to 64 MiB is needed'
        'negative pieces'                | torrent('piece length': -16384)                                     || 'pieces of -16384 bytes; a power of two from 16 KiB to 64 MiB is needed'
        'pieces of 2^32 + 16 KiB'        | torrent('piece length': (1L << 32) + KIB16)                         || 'pieces of 4294983680 bytes; a power of two from 16 KiB to 64 MiB is needed'
        'a broken hash'                  | torrent(pieces: 'h' * 21)                                           || '"pieces" has 21 bytes, which is no multiple of 20'
        'no hash'                        | torrent(pieces: '')                                                 || 'has 0 piece hashes, its files need 1'
        'a hash too many'                | torrent(pieces: 'h' * 40)                                           || 'has 2 piece hashes, its files need 1'
        'a hash too few'                 | torrent(files: [file(OFFSET, KIB16 + 1)])                           || 'has 1 piece hashes, its files need 2'
        // Other kinds of torrents.
        'a version 2 torrent'            | torrent(files: null, pieces: null, 'file tree': [:], 'meta version': 2) || 'is a version 2 torrent; only version 1 can carry an image'
        'padding'                        | torrent(files: [file(OFFSET), [attr: 'p', length: 5, path: ['.pad', '5']]]) || 'file 2 is padding (BEP 47); was this torrent made by ezio?'
    }

    def "a torrent cut off after #length bytes is refused, wherever that is"() {
        given:
        byte[] whole = bytes([announce: 'http://a/', 'creation date': 1] + torrent())

        when:
        parse(Arrays.copyOf(whole, length))

        then:
        thrown(BadTorrent)

        where:
        length << (0..<bytes([announce: 'http://a/', 'creation date': 1] + torrent()).length)
    }

    def "whatever byte is changed, it is read or refused, never anything else (seed #seed)"() {
        given:
        def random = new Random(seed)
        byte[] whole = bytes([announce: 'http://a/', 'announce-list': [['a']], 'creation date': 1] + torrent())

        expect:
        2000.times {
            byte[] changed = whole.clone()
            (1 + random.nextInt(3)).times {
                changed[random.nextInt(changed.length)] = (byte) 'deil0123456789:-xp\u00ff'.charAt(random.nextInt(19))
            }
            try {
                parse(changed)
            } catch (BadTorrent ignored) {
                // Refused with a message of ours, which is what this is about.
            }
        }

        where:
        seed << [1, 2, 3]
    }
}
