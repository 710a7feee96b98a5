package ezio.recipe.load

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The error table: text in, line, column and message out. */
@Timeout(120)
class RecipeMistakesSpec extends Specification {

    static final String EXECUTE = 'execute'
    static final String PURE = 'loading a recipe must have no side effects'

    @TempDir
    Path directory

    def loader = new RecipeLoader(Path::of)

    private RecipeProblem problem(String text) {
        problem(text.getBytes(StandardCharsets.UTF_8))
    }

    private RecipeProblem problem(byte[] bytes) {
        Path file = Files.write(directory.resolve('lab.groovy'), bytes)
        try {
            loader.open(file).loadSample()
        } catch (RecipeProblem e) {
            return e
        }
        throw new AssertionError('no mistake was found' as Object)
    }

    private List<String> mistakes(String text) {
        problem(text).mistakes().collect {
            "${it.mistake().place().line()}:${it.mistake().place().column()}: ${it.message()}".toString()
        }
    }

    private static String steps(String text) {
        "deploy('lab') {\n    steps {\n        $text\n    }\n}\n"
    }

    private static String deploy(String text) {
        "deploy('lab') {\n    $text\n    steps { message 'x' }\n}\n"
    }

    private static String top(String text) {
        "$text\ndeploy('lab') { steps { message 'x' } }\n"
    }

    /** Java's own words, which are not the same in each version. */
    private static String outOfBounds() {
        try {
            'x'.substring(3)
        } catch (StringIndexOutOfBoundsException e) {
            e.message
        }
    }

    def "in steps: #text"() {
        expect:
        mistakes(steps(text)) == [mistake]

        where:
        text                                        || mistake
        "sed 'root'"                                || '3:9: no such word: `sed`; did you mean `seed`?'
        "frobnicate 'root'"                         || '3:9: no such word: `frobnicate`; "ezio words steps" lists what there is'
        "tracker 'http://a/announce'"               || '3:9: `tracker` belongs in deploy { }, not in steps { }'
        "partition 1, image: 'a', torrent: 'b'"     || '3:9: `partition` belongs in disk { }, not in steps { }'
        "waitForPeers 'x', timeout: 1.minutes"      || '3:9: `waitForPeers` takes a number, not a text'
        "waitForPeers 3.minutes"                    || '3:9: `waitForPeers` takes a number, not a duration'
        "seed 'a', 'b'"                             || '3:9: `seed` takes a text, not a text and a text; write a line for each'
        "seed 'root', timeout: 10"                  || '3:31: `timeout` needs a unit; write 10.minutes, 10.seconds or 10.hours'
        "createTorrent 'root', pieceSize: 16"       || '3:42: `pieceSize` needs a unit; write 16.MiB'
        "seed 'root', uplods: 4"                    || '3:22: `seed` has no `uplods`; did you mean `uploads`?'
        "seed 'root', sequential: true"             || '3:22: `seed` has no `sequential`; it has uploads, connections, check, trust, stopAfter, timeout, onTimeout, on'
        "seed 'root', uploads: 'four'"              || '3:31: `uploads` takes a number, not a text'
        "seed 'root', uploads: 0"                   || '3:31: `uploads` is 0, below the smallest allowed value, 1'
        "seed 'root', uploads: 1, uploads: 2"       || '3:34: `uploads` is there twice'
        "seed 'root', stopAfter: 'soon'"            || '3:33: `stopAfter`: "soon" is no rule; write now, ratio=3, idle=90s, copies=24, time=1h or several with commas'
        "seed 'root', check: true, trust: true"     || '3:42: `check` and `trust` contradict each other'
        "restore 'root', timeout: 10.minuts"        || '3:37: no such unit: `minuts`; did you mean `minutes`?'
        "restore 'root', timeout: 1.hour"           || '3:36: no such unit: `hour`; did you mean `hours`?'
        "restore 'root', timeout: 1.5.hours"        || '3:34: `hours` follows a whole number below 2,147,483,648; write 90.minutes, not 1.5.hours'
        "restore 'root', timeout: 0.minutes"        || '3:34: `timeout` must be above zero'
        "restore 'root', onTimeout: carryon"        || '3:36: nothing is called `carryon` here; did you mean `carryOn`?'
        "restore 'root', allow: ['too-small']"      || '3:32: "too-small" is nothing that can be allowed; there is system-disk, mounted-target, swap-target, held-target'
        "createTorrent 'root', pieceSize: 3.MiB"    || '3:42: `pieceSize`: pieces of 3145728 bytes are not possible'
        "waitForPeers 0"                            || '3:22: `waitForPeers` is told to wait for 0; the smallest number is 1'
        "keepSeeding idle: 1.minutes"               || '3:9: `keepSeeding` needs `atMost`'
        "stopSeeding"                               || '3:9: `stopSeeding` stands alone; write stopSeeding()'
        "seed 'root' uploads: 4"                    || "3:14: a comma is missing after 'root'; write seed 'root', …"
        "waitForPeers 3 timeout: 10.minutes"        || "3:22: a comma is missing after 3; write waitForPeers 3, …"
        "seed root"                                 || '3:14: nothing is called `root` here; a text needs quotes; a value of the recipe\'s own is made with def root = …'
        "together { }"                              || '3:9: `together { }` has no step'
        "run 'mail ops'"                            || "3:13: `run` takes the program alone; write run 'mail', arguments: ['-s', 'lab']"
        "run 'mail', arguments: 'ops'"              || "3:32: `arguments` takes a list of texts, not a text; like ['a', 'b']"
        "'rm -rf /'.$EXECUTE()"                     || "3:20: a recipe may not call `String.execute`; $PURE"
        "new File('x').text = 'y'"                  || "3:23: a recipe may not set `text`; $PURE"
        "System.exit(1)"                            || "3:16: a recipe may not call `System.exit`; $PURE"
        "def t = new Thread()"                      || "3:17: a recipe may not make a `Thread`; $PURE"
        "println 'x'"                               || "3:9: a recipe may not call `println`; $PURE"
        "java.nio.file.Files.delete(null)"          || "3:29: a recipe may not call `Files.delete`; $PURE"
        "'x'.&execute"                              || "3:9: a recipe may not point to a method; $PURE"
        "while (true) { message 'x' }"              || '3:24: there are more than 10,000 steps; does a loop around this never end?'
        "seed 'x'.substring(3)"                     || "3:9: ${outOfBounds()}"
    }

    def "in deploy: #text"() {
        expect:
        mistakes(deploy(text)) == [mistake]

        where:
        text                                        || mistake
        "seed 'efi'"                                || '2:5: `seed` belongs in steps { }, not in deploy { }'
        "trackr 'http://a/announce'"                || '2:5: no such word: `trackr`; did you mean `tracker`?'
        "tracker 'nowhere'"                         || '2:13: "nowhere" is not the address of a tracker; write it like http://10.0.0.1:6969/announce'
        "tracker port: 70000"                       || '2:19: `port`: port 70000 is not in 0 to 65535'
        "limits upload: 1.KiB_s"                    || '2:20: `upload`: upload limit 1 KiB/s is below 2 KiB/s'
        "limits upload: 100.MiB"                    || '2:20: `upload` takes a rate, not a size; like 100.MiB_s'
        "node 'x', daemon: 'nowhere'"               || '2:23: "nowhere" is not HOST:PORT; write it like 10.0.0.37:50051'
        "disk '/dev/sda'"                           || "2:5: `disk` needs a block; write disk('/dev/sda') { partition 1, … }"
        "disk '/dev/sda' { partition 1, image: 'a', torrent: 'b' }" || "2:10: what stands between `disk` and its block needs brackets; write disk('/dev/sda') { … }"
        "def sda = '/dev/sda'; disk sda { partition 1, image: 'a', torrent: 'b' }" || '2:32: what stands between `disk` and its block needs brackets; write disk(sda) { … }'
        "file 'a.img' image: 'a', torrent: 'b'"     || "2:10: a comma is missing after 'a.img'; write file 'a.img', …"
        "disk('/dev/sda') { partition 1, image: 'efi' }" || '2:24: `partition` needs `torrent`'
        "disk('/dev/sda') { partition 1 }"          || '2:24: `partition` needs `image` and `torrent`'
        "disk('/dev/sda') { partition 0, image: 'a', torrent: 'b' }" || '2:34: partitions are counted from 1, not from 0'
        "disk('/dev/sda') { tracker 'http://a/b' }" || '2:24: `tracker` belongs in deploy { }, not in disk { }'
        "volume '/dev/x', image: ' ', torrent: 'x'" || '2:29: `image` is empty'
        "steps { message 'y' }"                     || '3:5: a `deploy` has one `steps { }`; the first step is in line 2'
        "def machines = integer('machines', 'x')"   || '2:20: `integer` belongs in the outermost level, not in deploy { }'
    }

    def "outermost: #text"() {
        expect:
        mistakes(top(text)) == [mistake]

        where:
        text                                               || mistake
        "def m = integer('m', 'x', minimum: 1)"            || '1:27: `integer` has no `minimum`; it has preset, min, max'
        "def m = integer('m')"                             || '1:9: `integer` takes a name and a description, not a text'
        "def m = integer('m', 'x', preset: 0, min: 1)"     || '1:35: `preset`: 0 is below the smallest allowed value, 1'
        "def m = duration('m', 'x', preset: 10)"           || '1:36: `preset` needs a unit; write 10.minutes, 10.seconds or 10.hours'
        "def m = choice('m', 'x')"                         || '1:9: `choice` needs `from`'
        "def m = choice('m', 'x', from: ['a'], preset: 'b')" || '1:47: `preset`: "b" is not one of a'
        "def m = devise('m', 'x')"                         || '1:9: no such word: `devise`; did you mean `device`?'
        "def m = flag('help', 'x')"                        || '1:14: --help is an option of ezio itself; choose another name'
        "def m = flag('Full Check', 'x')"                  || '1:14: "Full Check" is no name for a parameter; small letters, digits and hyphens, like `max-machines`'
        "def a = flag('m', 'x')\ndef b = flag('m', 'y')"  || '2:9: --m is declared in line 1 already'
        "if (true) { def m = flag('m', 'x') }"             || '1:21: parameters are declared first, in lines of their own, not in a block, a loop or a condition; write def x = flag(\'x\', …) above the `deploy`'
        "import java.net.URL"                              || '1:1: a recipe imports nothing; everything it can use is a word; "ezio words" lists them'
        "@Grab('a:b:1') def x = 1"                         || '1:1: a recipe has no annotations; leave out @Grab'
        "class Foo { }"                                    || '1:1: a recipe has no classes of its own; `Foo`'
        "def x = 1\ndef x = 2"                             || '2:5: `x` is declared twice'
        "int x = 'a'"                                      || '1:9: a text cannot become a number'
        "def x = 1.intdiv(0)"                              || '1:1: a division by zero'
        "int f(int n) { f(n + 1) }\ndef x = f(1)"          || '1:1: this calls itself without end'
        "deploy('first') { steps { message 'y' } }"        || '2:1: a recipe has one `deploy`; the first is in line 1'
    }

    def "a loop without an end is given up"() {
        given:
        loader = new RecipeLoader(Path::of, Duration.ofMillis(500))

        expect:
        mistakes(top('def n = 0\nwhile (n < 2) { n = n * 1 }')) ==
                ['2:1: this recipe is not read within 500 ms; does a loop here never end?']
    }

    def "a text that is no recipe: #why"() {
        expect:
        mistakes(text) == [mistake]

        where:
        why                 | text                                      || mistake
        'empty'             | ''                                        || '1:1: there is no `deploy`; write deploy(\'NAME\') { … }'
        'comments only'     | '// nothing\n\n'                          || '2:1: there is no `deploy`; write deploy(\'NAME\') { … }'
        'no deploy'         | 'def x = 1\n'                             || '1:1: there is no `deploy`; write deploy(\'NAME\') { … }'
        'no steps'          | "deploy('lab') { }\n"                     || '1:1: this `deploy` has no `steps { }`'
        'no brackets'       | "deploy 'lab' {\n  steps { message 'x' }\n}\n" || "1:8: what stands between `deploy` and its block needs brackets; write deploy('lab') { … }"
        'empty steps'       | "deploy('lab') { steps { } }\n"           || '1:17: `steps { }` has no step'
        'missing brace'     | "deploy('lab') {\n  steps {\n    seed 'x'\n}\n" || '1:15: `{` has no `}`'
        'brace too many'    | "deploy('lab') {\n  steps { seed 'x' }\n}\n}\n" || '4:1: `}` closes nothing'
        'missing quote'     | "deploy('lab') {\n  steps { seed 'x }\n}\n" || '2:16: the text that begins here has no end'
        'a comma too many'  | "deploy('lab') { steps { seed 'x', } }\n" || '1:35: `}` does not fit here'
    }

    def "all mistakes are said at once, in the order of the recipe"() {
        expect:
        problem('''\
            def machines = integer('machines', 'machines to wait for', minimum: 1)
            deploy('lab') {
                disk('/dev/sda') {
                    partition 1, image: 'efi'
                    seed 'efi'
                }
                stepz {
                    sed 'root'
                    waitForCopies machines, timeout: 10.minuts
                }
            }
            '''.stripIndent()).with { [it.text(), it.message, it.remedy().get()] } == [
            '''\
            F:1:60: `integer` has no `minimum`; it has preset, min, max
               1 | def machines = integer('machines', 'machines to wait for', minimum: 1)
                 |                                                            ^^^^^^^
            F:4:9: `partition` needs `torrent`
               4 |         partition 1, image: 'efi'
                 |         ^^^^^^^^^
            F:5:9: `seed` belongs in steps { }, not in disk { }
               5 |         seed 'efi'
                 |         ^^^^
            F:7:5: no such word: `stepz`; did you mean `steps`?
               7 |     stepz {
                 |     ^^^^^
            F:8:9: no such word: `sed`; did you mean `seed`?
               8 |         sed 'root'
                 |         ^^^
            F:9:45: no such unit: `minuts`; did you mean `minutes`?
               9 |         waitForCopies machines, timeout: 10.minuts
                 |                                             ^^^^^^'''.stripIndent().replace('F:', "${directory.resolve('lab.groovy')}:"),
            "recipe ${directory.resolve('lab.groovy')} has 6 mistakes".toString(),
            'nothing was run']
    }

    def "carets stand below the word: #why"() {
        expect:
        problem(text).mistakes()*.mark() == [mark]

        where:
        why                   | text                                                        || mark
        'tabs'                | "deploy('lab') { steps {\n\tseed\t'x', uplods: 1\n} }\n"    || "   2 | \tseed\t'x', uplods: 1\n     | \t    \t     ^^^^^^"
        'umlauts'             | "deploy('lab') { steps {\nseed 'größe', uplods: 1\n} }\n"   || "   2 | seed 'größe', uplods: 1\n     |               ^^^^^^"
        'beyond the BMP'      | "deploy('lab') { steps {\nseed '\uD83D\uDCBE', uplods: 1\n} }\n" || "   2 | seed '\uD83D\uDCBE', uplods: 1\n     |           ^^^^^^"
        'CRLF'                | "deploy('lab') { steps {\r\nseed 'x', uplods: 1\r\n} }\r\n" || "   2 | seed 'x', uplods: 1\n     |           ^^^^^^"
        'a byte order mark'   | "\uFEFFdeploy('lab') { steps { sed 'x' } }"                 || "   1 | deploy('lab') { steps { sed 'x' } }\n     |                         ^^^"
    }

    def "what cannot be read is said: #why"() {
        given:
        Path file = directory.resolve('lab.groovy')
        if (bytes != null) {
            Files.write(file, bytes as byte[])
        }

        when:
        loader.open(file)

        then:
        def problem = thrown(UnreadableRecipe)
        problem.message == "recipe $file $message".toString()

        where:
        why             | bytes                         || message
        'not there'     | null                          || 'is not there'
        'zero bytes'    | [0x61, 0x00, 0x62]            || 'is no text'
        'not UTF-8'     | [0x27, 0xE4, 0x27]            || 'is no text in UTF-8'
        'too large'     | new byte[(1 << 20) + 1]       || 'is larger than 1 MiB'
    }

    def "a directory is no recipe"() {
        when:
        loader.open(directory)

        then:
        def problem = thrown(UnreadableRecipe)
        problem.message == "recipe $directory is a directory".toString()
    }
}
