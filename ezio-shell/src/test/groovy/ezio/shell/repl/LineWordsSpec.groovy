package ezio.shell.repl

import spock.lang.Specification

class LineWordsSpec extends Specification {

    private static List<List<String>> cut(String line) {
        LineWords.of(line, '/home/u').commands().collect { command -> command*.text() }
    }

    def "'#line' is cut as a POSIX shell cuts it"() {
        expect:
        cut(line) == commands

        where:
        line                                || commands
        ''                                  || []
        '   '                               || []
        'disks'                             || [['disks']]
        '  seed  a.torrent\t/dev/sda1 '     || [['seed', 'a.torrent', '/dev/sda1']]
        "seed 'my disk.torrent' x"          || [['seed', 'my disk.torrent', 'x']]
        'seed "my disk.torrent" x'          || [['seed', 'my disk.torrent', 'x']]
        'seed my\\ disk.torrent x'          || [['seed', 'my disk.torrent', 'x']]
        /a 'it'\''s'/                       || [['a', "it's"]]
        /a "say \"x\" \n \$"/               || [['a', 'say "x" \\n $']]
        /a 'no \ escape'/                   || [['a', 'no \\ escape']]
        'a ""'                              || [['a', '']]
        "a b''c"                            || [['a', 'bc']]
        'a; b ;c'                           || [['a'], ['b'], ['c']]
        'a;;b;'                             || [['a'], ['b']]
        "a ';' b"                           || [['a', ';', 'b']]
        'a # not this; nor this'            || [['a']]
        'a#b'                               || [['a#b']]
        "# all of it\nb"                    || [['b']]
        "a\nb"                              || [['a'], ['b']]
        "a \\\nb"                           || [['a', 'b']]
        "a x\\\ny"                          || [['a', 'xy']]
        "a 'x\ny'"                          || [['a', 'x\ny']]
        'a ~/x ~ b~ \\~/x "~"'              || [['a', '/home/u/x', '/home/u', 'b~', '~/x', '~']]
        'a *.img $HOME !1 --x=y'            || [['a', '*.img', '$HOME', '!1', '--x=y']]
        "a --x='y z'"                       || [['a', '--x=y z']]
    }

    def "'#line' goes on: #open"() {
        expect:
        LineWords.of(line, '/').open() == open

        where:
        line                        || open
        'a b'                       || LineWords.Open.NOTHING
        "a 'b"                      || LineWords.Open.SINGLE_QUOTE
        'a "b'                      || LineWords.Open.DOUBLE_QUOTE
        /a "b\"/                    || LineWords.Open.DOUBLE_QUOTE
        'a b\\'                     || LineWords.Open.BACKSLASH
        "a 'b\\'"                   || LineWords.Open.NOTHING
        'groovy peers.each {'       || LineWords.Open.BRACKET
        "groovy '{'"                || LineWords.Open.NOTHING
        'groovy """ {'              || LineWords.Open.BRACKET
        'groovy [1, 2]*.plus(1)'    || LineWords.Open.NOTHING
        'groovy 1 // {'             || LineWords.Open.NOTHING
        "groovy f(\n1)"             || LineWords.Open.NOTHING
    }

    def "what follows groovy is not cut"() {
        expect:
        cut(line) == commands

        where:
        line                                              || commands
        'groovy peers.findAll { it.has < 0.5; true }'     || [['groovy', '--', 'peers.findAll { it.has < 0.5; true }']]
        'groovy'                                          || [['groovy']]
        'groovy --help'                                   || [['groovy', '--help']]
        "groovy {\n  1\n}\ndisks"                         || [['groovy', '--', "{\n  1\n}"], ['disks']]
        'disks; groovy 1 + 1'                             || [['disks'], ['groovy', '--', '1 + 1']]
    }

    def "'#line' has a word of a shell that is not offered: #word"() {
        expect:
        LineWords.of(line, '/').notOffered() == Optional.ofNullable(word)

        where:
        line                || word
        'seed a b &'        || '&'
        'disks | grep x'    || '|'
        'disks > x'         || '>'
        "disks '|'"         || null
        'a b&c http://x/?a=1&b=2' || null
    }

    def "'#text' is quoted so that it is one word again"() {
        expect:
        cut('a ' + LineWords.quote(text)) == [['a', text]]

        where:
        text << ['x', '', 'a b', "it's", '"', 'a\\b', ';', '#x', 'x#', '~/x', '|', 'ü', 'a=b c']
    }
}
