package ezio.recipe.run

import static ezio.recipe.plan.Plans.file

import ezio.core.disk.Refusal
import ezio.core.problem.Problem
import ezio.core.progress.CancelToken
import ezio.core.swarm.SwarmSettings
import ezio.core.torrent.InfoHash
import ezio.core.unit.ByteSize
import ezio.daemon.DaemonAddress
import ezio.recipe.plan.ImageLocation
import ezio.recipe.plan.Plan
import ezio.recipe.plan.PlannedTracker
import ezio.recipe.plan.Plans
import ezio.verb.live.Workplace
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ConcurrentLinkedQueue
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(60)
class LocalNodeSpec extends Specification {

    static final int MIB = 1 << 20

    @TempDir
    Path directory

    def plans = new Plans()
    def events = new ConcurrentLinkedQueue<RunEvent>()
    def cancel = new CancelToken()

    private Path image(String name, int bytes, long seed = 1) {
        byte[] content = new byte[bytes]
        new Random(seed).nextBytes(content)
        Files.write(directory.resolve(name), content)
    }

    private RunSettings settings(Path... overwrite) {
        new RunSettings(SwarmSettings.defaults().withCacheBytes(32 * MIB).withListenAddress(InetAddress.loopbackAddress), false, [],
                overwrite as Set, Workplace.of(directory.resolve('state'), directory.resolve('cache')), directory.resolve('state'),
                Optional.of('127.0.0.1'), 'ezio', 2, DaemonAddress.of('', DaemonAddress.USUAL_PORT))
    }

    private RunReport run(Plan plan, RunSettings settings, boolean isContinued = false) {
        RunListener listener = { events << it }
        def reports = new ReportFile(directory.resolve('report.json'))
        try (def trackers = Trackers.start(plan, settings, listener)) {
            new PlanRunner(plan, new Nodes(PlanNodes.start(plan, settings, trackers)), listener,
                    { reports.write(it, Optional.of(Map.entry(0, 'ok'))) },
                    RunRecord.open(plan, settings.stateDirectory(), isContinued), directory).run(cancel)
        }
    }

    def "one recipe makes a torrent, seeds it, and restores it on two more nodes of this program"() {
        given:
        def golden = image('golden.img', 3 * MIB)
        plans.trackers << new PlannedTracker.Embedded(plans.place(), 0, Optional.empty())
        ['pc1', 'pc2'].each {
            plans.node(it)
            plans.image('root', file(directory.resolve("${it}.img")), on: it, torrent: directory.resolve('root.torrent'))
        }
        plans.image('root', file(golden), torrent: directory.resolve('root.torrent'))
        def plan = plans.plan([
                plans.createTorrent('root', pieceSize: ByteSize.kib(64)),
                plans.seed('root'),
                plans.together(plans.restore('root', on: 'pc1', create: true), plans.restore('root', on: 'pc2', create: true)),
                plans.together(plans.verify('root', on: 'pc1'), plans.verify('root', on: 'pc2')),
                plans.waitForCopies(2, timeout: Duration.ofSeconds(20)),
                plans.stopSeeding(),
        ])

        when:
        def report = run(plan, settings())

        then:
        report.failure().map { Problem.reason(it) }.orElse('') == ''
        report.outcome() == RunReport.Outcome.DONE
        Files.mismatch(golden, directory.resolve('pc1.img')) == -1
        Files.mismatch(golden, directory.resolve('pc2.img')) == -1

        and: 'the report says so'
        def json = new JsonSlurper().parse(directory.resolve('report.json').toFile())
        json.schema == 1
        json.outcome == 'done'
        json.exitCode == 0
        json.steps*.state.every { it == 'done' }
        json.steps*.number.sort() == ['1', '2', '3.1', '3.2', '4.1', '4.2', '5', '6']
        json.steps.find { it.number == '1' }.totalBytes == 3 * MIB
        json.images.find { !it.node }.copies == 2
        // More, if both targets began the same piece at the seeder in the same moment, and one then left it to the other.
        json.images.find { it.node == 'pc1' }.downloadedBytes >= 3 * MIB
        json.failures == []
        !Files.exists(directory.resolve('report.json.new'))
    }

    def "a run that was stopped is continued: what is restored is kept, and steps that are done are skipped"() {
        given:
        def golden = image('golden.img', 2 * MIB)
        plans.node('pc1')
        def torrent = directory.resolve('root.torrent')
        plans.image('root', file(golden), torrent: torrent)
        def copy = directory.resolve('copy.img')
        plans.image('root', file(copy), on: 'pc1', torrent: torrent)
        def stop = plans.run('sh', '-c', "test -e ${directory.resolve('go')}")
        def plan = plans.plan([plans.createTorrent('root'), plans.seed('root'), plans.restore('root', on: 'pc1', create: true), stop])

        expect:
        run(plan, settings()).problem().get().message.endsWith('ended with exit code 1')

        when:
        Files.createFile(directory.resolve('go'))
        def report = run(plan, settings(copy), true)

        then:
        report.outcome() == RunReport.Outcome.DONE
        report.steps()*.state()*.id() == ['skipped', 'done', 'skipped', 'done']
        report.images().find { it.node().present }.status().downloadedBytes() == 0

        when: 'the copy was changed meanwhile, so it cannot be shown to be done'
        Files.delete(directory.resolve('go'))
        run(plan, settings(copy))
        Files.createFile(directory.resolve('go'))
        def bytes = Files.readAllBytes(copy)
        bytes[5] ^= 1
        Files.write(copy, bytes)
        report = run(plan, settings(copy), true)

        then:
        report.outcome() == RunReport.Outcome.DONE
        report.steps()*.state()*.id() == ['skipped', 'done', 'done', 'done']
        Files.mismatch(golden, copy) == -1
    }

    def "slices are restored, verified and seeded like devices"() {
        given:
        def golden = image('golden.img', MIB)
        def torrent = directory.resolve('root.torrent')
        plans.node('proxy')
        plans.node('far')
        plans.image('root', file(golden), torrent: torrent)
        plans.image('root', new ImageLocation.Slices(directory.resolve('bt')), on: 'proxy', torrent: torrent)
        plans.image('root', file(directory.resolve('far.img')), on: 'far', torrent: torrent)
        def plan = plans.plan([
                plans.createTorrent('root'), plans.seed('root'), plans.restore('root', on: 'proxy'), plans.stopSeeding(),
                plans.verify('root', on: 'proxy'), plans.restore('root', on: 'far', create: true)])

        expect:
        run(plan, settings()).failure().map { Problem.reason(it) }.orElse('') == ''
        Files.mismatch(golden, directory.resolve('far.img')) == -1
    }

    def "a wrong piece fails the run as a mismatch, and the report names it"() {
        given:
        def golden = image('golden.img', MIB)
        plans.image('root', file(golden), torrent: directory.resolve('root.torrent'))
        run(plans.plan([plans.createTorrent('root', pieceSize: ByteSize.kib(64))]), settings())
        def bytes = Files.readAllBytes(golden)
        bytes[70_000] ^= 1
        Files.write(golden, bytes)

        when:
        def report = run(plans.plan([plans.verify('root')]), settings())
        def json = new JsonSlurper().parse(directory.resolve('report.json').toFile())

        then:
        report.problem().get().kind() == Problem.Kind.MISMATCH
        json.failures*.step == ['1']
        json.failures[0].problem == 'mismatch'
        json.steps[0].wrongPieces == 1
    }

    def "what is overwritten has to be named, all of it before anything runs"() {
        given:
        def a = image('a.img', MIB)
        def b = image('b.img', MIB)
        plans.image('a', file(a))
        plans.image('b', file(b))
        def plan = plans.plan([plans.restore('a'), plans.restore('b')])
        def record = RunRecord.open(plan, directory, false)

        expect:
        Preflight.check(plan, [], settings().place(), record)*.message == [
                "refused (overwrite-not-named): this plan writes to $a".toString(),
                "refused (overwrite-not-named): this plan writes to $b".toString()]
        Preflight.check(plan, [a], settings().place(), record)*.message == [
                "refused (overwrite-not-named): this plan writes to $b".toString()]
        Preflight.check(plan, [a, b], settings().place(), record) == []

        when: 'an earlier run has made one of them'
        def making = plans.plan([plans.restore('a', create: true)])
        def step = making.steps()[0]
        RunRecord.open(making, directory, false).ended(new NumberedStep('1', step), new StepReport('1', step, StepReport.State.DONE,
                Instant.now(), Duration.ZERO, [:], Optional.of(new Evidence(new InfoHash('0' * 40), a)), Optional.empty()))

        then:
        Preflight.check(making, [], settings().place(), RunRecord.open(making, directory, true)) == []
        Preflight.check(making, [], settings().place(), RunRecord.open(making, directory, false))*.refusal() == [Refusal.OVERWRITE_NOT_NAMED]
    }

    def "a torrent at an address is fetched once, though its server is gone when a later step needs it"() {
        given:
        def golden = image('golden.img', MIB)
        def asked = new java.util.concurrent.atomic.AtomicInteger()
        def server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        server.createContext('/') { exchange ->
            byte[] torrent = Files.readAllBytes(directory.resolve('root.torrent'))
            exchange.sendResponseHeaders(asked.incrementAndGet() == 1 ? 200 : 410, torrent.length)
            exchange.responseBody.withCloseable { it.write(torrent) }
        }
        server.start()
        plans.node('pc1')
        plans.image('root', file(golden), torrent: directory.resolve('root.torrent'))
        plans.image('root', file(directory.resolve('pc1.img')), on: 'pc1', torrent: "http://127.0.0.1:$server.address.port/root.torrent")
        def plan = plans.plan([
                plans.createTorrent('root', pieceSize: ByteSize.kib(64)),
                plans.seed('root'),
                plans.restore('root', on: 'pc1', create: true),
                plans.verify('root', on: 'pc1'),
        ])

        when:
        def report = run(plan, settings())

        then:
        report.outcome() == RunReport.Outcome.DONE
        asked.get() == 1

        cleanup:
        server?.stop(0)
    }
}
