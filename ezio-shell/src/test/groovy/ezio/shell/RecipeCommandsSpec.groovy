package ezio.shell

import ezio.recipe.words.RecipeScript
import ezio.shell.command.CommandLineRunner
import ezio.shell.env.ExitCode
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RecipeCommandsSpec extends Specification {

    @TempDir
    Path directory

    Program program

    def setup() {
        program = new Program(directory)
    }

    private void recipe(String text) {
        Files.writeString(directory.resolve('lab.groovy'), text.stripIndent())
    }

    static final String LAB = '''\
        // Restores the lab.
        def target   = device('disk', 'disk to overwrite')
        def machines = integer('machines', 'machines to wait for', min: 1)
        def patience = duration('patience', 'longest wait', preset: 2.hours)
        def mode     = choice('mode', 'how much to check', from: ['quick', 'full'], preset: 'quick')
        deploy('lab') {
            volume target, image: 'root', torrent: 'root.torrent'
            steps {
                restore 'root', timeout: patience
                if (mode == 'full') {
                    verify 'root'
                }
                waitForPeers machines, onTimeout: carryOn
            }
        }
        '''

    def "check finds nothing in a good recipe"() {
        given:
        recipe(LAB)

        expect:
        program.run('check', 'lab.groovy') == ExitCode.OK
        program.stdout == 'lab.groovy: no mistakes; 4 parameters, 1 image, 2 steps\n'
        program.stderr == ''
    }

    def "check shows each mistake, and ends with 3"() {
        given:
        recipe("deploy('lab') { steps {\n    sed 'x'\n    stopSeeding\n} }\n")

        expect:
        program.run('check', 'lab.groovy') == ExitCode.INPUT
        program.stdout == ''
        program.stderr.replace(directory.toString() + '/', '') == '''\
            lab.groovy:2:5: no such word: `sed`; did you mean `seed`?
               2 |     sed 'x'
                 |     ^^^
            lab.groovy:3:5: `stopSeeding` stands alone; write stopSeeding()
               3 |     stopSeeding
                 |     ^^^^^^^^^^^
            error: recipe lab.groovy has 2 mistakes
              nothing was run
            '''.stripIndent()
    }

    def "check in JSON has an object for each mistake"() {
        given:
        recipe("deploy('lab') { steps {\n    sed 'x'\n} }\n")

        when:
        def exit = program.run('check', 'lab.groovy', '--output', 'json')
        def events = Program.json(program.stderr)

        then:
        exit == ExitCode.INPUT
        events*.event == ['recipe-mistake', 'error']
        events[0].subMap('line', 'column', 'mistake') == [line: 2, column: 5, mistake: 'no such word: `sed`; did you mean `seed`?']
        events[1].exitCode == 3
    }

    def "plan prints every step with its time limit, and which device is overwritten"() {
        given:
        recipe(LAB)

        expect:
        program.run('plan', '--offline', 'lab.groovy', '--disk', '/dev/vg/root', '--machines=24', '--mode', 'full') == ExitCode.OK
        program.stdout == '''\
            plan lab
              image root = /dev/vg/root
              1. restore root, at most 2 h  [overwrites /dev/vg/root]
              2. verify root, at most 12 h
              3. wait for 24 peers, at most 1 h, then carry on
            '''.stripIndent()
        program.stderr == ''
    }

    def "plan looks at the devices unless it is told not to"() {
        given:
        recipe(LAB)
        Files.createFile(directory.resolve('root.torrent'))
        program.image('disk.img', 1 << 20)

        expect:
        program.run('plan', 'lab.groovy', '--disk', "$directory/disk.img", '--machines', '2') == ExitCode.OK
        program.stdout.readLines().last() ==
                "  $directory/disk.img: 1 MiB; is overwritten: needs --overwrite $directory/disk.img".toString()
    }

    def "everything that is wrong with the parameters is said together"() {
        given:
        recipe(LAB)

        expect:
        program.run('plan', 'lab.groovy', '--machines', '0', '--pateince', '1h', '--disk', '/dev/sdb') == ExitCode.USAGE
        program.stderr == '''\
            error: --machines: 0 is below the smallest allowed value, 1
            error: --pateince is not a parameter of this recipe, did you mean --patience?
              --disk      disk to overwrite     (required)
              --machines  machines to wait for  (required)
              --patience  longest wait          (2 h)
              --mode      how much to check     (quick)
            '''.stripIndent()
        program.stdout == ''
    }

    def "a recipe has help of its own"() {
        given:
        recipe(LAB)

        expect:
        program.run('plan', 'lab.groovy', '--help') == ExitCode.OK
        program.stdout == '''\
            Usage: ezio plan lab.groovy [-h] --disk=DEVICE --machines=N [--mode=CHOICE] [--patience=TIME]
            Restores the lab.
                  --disk=DEVICE     disk to overwrite; required
                  --machines=N      machines to wait for; required
                  --patience=TIME   longest wait; default: 2 h
                  --mode=CHOICE     how much to check: quick, full; default: quick
              -h, --help            show this help
            '''.stripIndent()
    }

    def "'#words' is wrong: #message"() {
        given:
        recipe(LAB)

        expect:
        program.run('plan', 'lab.groovy', *words.tokenize()) == ExitCode.USAGE
        program.stderr.readLines()[0] == "error: $message".toString()

        where:
        words                     || message
        '--machines'              || '--machines: a value is missing'
        'x'                       || 'unexpected argument "x"'
        '--mode full --mode full' || '--mode is there twice'
        '--disk /dev/x'           || '--machines is missing: machines to wait for'
        '--disk /dev/x --machines x' || '--machines: "x" is not a whole number'
        '--disk /dev/x --machines 1 --mode slow' || '--mode: "slow" is not one of quick, full'
    }

    def "words lists the words, and everything about those of a block"() {
        expect:
        program.run('words') == ExitCode.OK
        program.stdout.contains('\n  waitForCopies  waits until so many machines have held every piece')
        program.stdout.contains('\nsteps { }: ')
    }

    def "words of a block have their values"() {
        expect:
        program.run('words', 'disk') == ExitCode.OK
        program.stdout == '''\
            disk { }: the partitions of a disk that have images

              partition: the image of a partition, by its number in the partition table
                  partition 2, image: 'root', torrent: 'root.torrent'
                image: a text, required; what steps call it
                torrent: a text, required; its .torrent; `capture` and `createTorrent` write it, the others read it
                usedBlocks: a text; a torrent.info that names the used blocks, for `createTorrent`
              whole: the image of all of the disk, with its partition table
                  whole image: 'all', torrent: 'all.torrent'
                image: a text, required; what steps call it
                torrent: a text, required; its .torrent; `capture` and `createTorrent` write it, the others read it
            '''.stripIndent()
    }

    def "a block that is none has a suggestion"() {
        expect:
        program.run('words', 'step') == ExitCode.USAGE
        program.stderr == 'error: no block is called "step", did you mean steps?\n  there are recipe, deploy, disk, steps, onFailure\n'
    }

    def "no recipe can have a parameter that is an option of #command"() {
        given:
        def line = CommandLineRunner.model(program.env(), Stub(ezio.shell.console.Console)).subcommands[command]

        expect:
        line.commandSpec.options()*.longestName()*.substring(2).every { it in RecipeScript.RESERVED_NAMES }

        where:
        command << ['check', 'plan']
    }

    def "Groovy is not loaded before a recipe is: #arguments"() {
        when:
        def java = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-Xlog:class+load', '-cp',
                System.getProperty('java.class.path'), 'ezio.shell.Main', *arguments.tokenize())
        java.environment().put('HOME', directory.toString())
        def text = java.redirectErrorStream(true).start().text

        then:
        text.contains('ezio.shell.Main')
        text.readLines().findAll { it =~ /load] (groovy|org\.codehaus\.groovy|org\.apache\.groovy)\./ } == []

        where:
        arguments << ['--version', 'help', 'disks']
    }
}
