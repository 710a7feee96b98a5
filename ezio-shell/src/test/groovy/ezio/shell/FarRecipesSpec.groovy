package ezio.shell

import ezio.shell.env.ExitCode
import ezio.shell.env.StopSignal
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Recipes whose steps run on the nodes of daemons. */
@Timeout(120)
class FarRecipesSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    Path directory

    Path golden
    Path target
    FarNode master
    FarNode lab

    def setup() {
        golden = new Program(directory).image('root.img', MIB)
        target = directory.resolve('target.img')
        assert new Program(directory).run('torrent', 'create', golden, '--piece-length', '64KiB') == ExitCode.OK
        master = new FarNode(directory, 'master')
        lab = new FarNode(directory, 'lab')
    }

    def cleanup() {
        master?.close()
        lab?.close()
    }

    private Path recipe(String steps) {
        Files.writeString(directory.resolve('far.groovy'), """\
            deploy('far') {
                tracker port: 0, host: '127.0.0.1'
                node 'master', daemon: '$master.address'
                node 'lab-07', daemon: '$lab.address'

                volume '$golden', image: 'root', torrent: '${directory.resolve('root.torrent')}', on: 'master'
                volume '$target', image: 'root', torrent: '${directory.resolve('root.torrent')}', on: 'lab-07'

                steps {
            $steps
                }
            }
            """.stripIndent())
    }

    private Program start(Path recipe, String output = 'plain') {
        new Program(directory).start('run', '--output', output, '--overwrite', target, '--report', directory.resolve('report.json'),
                '--listen', '127.0.0.1', '--port', 0, recipe)
    }

    private List images(FarNode node) {
        def program = new Program(directory)
        assert program.run('--daemon', node.address, 'status', '--output', 'json') == ExitCode.OK
        Program.json(program.stdout)[0].images
    }

    private Map report() {
        new JsonSlurper().parse(directory.resolve('report.json')) as Map
    }

    def "one recipe seeds on a machine, restores and verifies on another, and counts the copy"() {
        when:
        def run = start(recipe("""\
            seed 'root', on: 'master'
            restore 'root', on: 'lab-07', create: true, timeout: 1.minutes
            waitForCopies 1, on: 'master', timeout: 1.minutes
            verify 'root', on: 'lab-07'
            stopSeeding on: 'master'
            """))

        then:
        def exit = run.await()
        assert exit == ExitCode.OK: run.stderr
        Files.mismatch(golden, target) == -1
        report().outcome == 'done'
        report().steps*.state.unique() == ['done']

        and: 'nothing of the run stays behind'
        images(master) == []
        images(lab) == []
    }

    def "what a daemon refuses, and a daemon that ends, end the run with their codes"() {
        given: 'a target that is there, and not named'
        Files.write(target, new byte[MIB])

        when:
        def refused = new Program(directory)
        def exit = refused.run('run', '--listen', '127.0.0.1', '--port', 0,
                recipe("restore 'root', on: 'lab-07', timeout: 1.minutes"))

        then:
        exit == ExitCode.REFUSED
        Files.readAllBytes(target) == new byte[MIB]

        when: 'nobody seeds, so that the restore is under way until its daemon ends'
        // Plain lines tell how far it is every ten seconds only.
        def run = start(recipe("restore 'root', on: 'lab-07', timeout: 1.minutes"), 'json')
        run.awaitStderr(/"event":"progress"/)
        new spock.util.concurrent.PollingConditions(timeout: 30).eventually { assert images(lab)*.image == ['root'] }
        lab.end()

        then:
        run.await() == ExitCode.NETWORK
        run.stderr =~ /"event":"error","message":"lab-07: (no daemon answers at $lab.address: |root is no longer on the node)/
        report().outcome == 'failed'
    }

    def "Ctrl-C stops the steps of other machines too"() {
        given:
        Files.write(target, new byte[MIB])
        def run = start(recipe("""\
            seed 'root', on: 'master'
            waitForPeers 1, on: 'master', timeout: 1.minutes
            """))
        new spock.util.concurrent.PollingConditions(timeout: 30).eventually { assert images(master)*.image == ['root'] }

        expect:
        run.stop(StopSignal.INT) == ExitCode.INTERRUPTED
        images(master) == []
        report().outcome == 'stopped'
    }
}
