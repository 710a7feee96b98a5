package ezio.daemon

import ezio.core.swarm.SwarmFixture
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The page for Prometheus: its format, and figures of a real transfer. */
@Timeout(60)
class MetricsPageSpec extends Specification {

    static final String NAME = /[a-z][a-z0-9_]*/
    static final String LABEL = /$NAME="(?:[^"\\\n]|\\[\\n"])*"/

    @TempDir
    Path directory

    @AutoCleanup(quiet = true)
    DaemonFixture fixture

    @AutoCleanup(quiet = true)
    MetricsPage page

    def soon = new PollingConditions(timeout: 30, delay: 0.05)

    private MetricsPage show(DaemonFixture.Machine machine) {
        page = MetricsPage.start(Optional.of(new InetSocketAddress(InetAddress.loopbackAddress, 0)), machine.node)
    }

    private HttpResponse<String> get(String path) {
        def request = HttpRequest.newBuilder(URI.create("http://${page.address().get()}$path")).build()
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())
    }

    private Map<String, Double> figures() {
        get('/metrics').body().readLines().findAll { !it.startsWith('#') }
                .collectEntries { [it.replaceFirst(/(\{.*})? \S+$/, ''), it.replaceFirst(/.* /, '') as double] }
    }

    def "each figure has a HELP and a TYPE line before it, once, and a number"() {
        given:
        fixture = new DaemonFixture(directory)
        def machine = fixture.machine()
        machine.add(fixture.image, seeding: true)
        show(machine)

        when:
        def answer = get('/metrics')
        def lines = answer.body().readLines()
        def help = lines.collect { (it =~ /^# HELP ($NAME) \S.*$/) }.findAll { it.matches() }.collect { it.group(1) }
        def type = lines.collect { (it =~ /^# TYPE ($NAME) (?:gauge|counter)$/) }.findAll { it.matches() }.collect { it.group(1) }
        def samples = lines.findAll { !it.startsWith('#') }

        then:
        answer.statusCode() == 200
        answer.headers().firstValue('Content-Type').get() == 'text/plain; version=0.0.4; charset=utf-8'
        answer.body().endsWith('\n')
        help == type
        help.toSet().size() == help.size()
        samples.every { it ==~ /$NAME(?:\{$LABEL(?:,$LABEL)*})? -?[0-9.]+(?:E-?[0-9]+)?/ }
        samples.collect { (it =~ /^$NAME/)[0] }.unique() == help

        and: 'what counts up says so'
        lines.findAll { it.startsWith('# TYPE') }.every { it.contains('_total ') == it.endsWith(' counter') }

        and:
        get('/').statusCode() == 404
    }

    def "labels are escaped"() {
        given:
        fixture = new DaemonFixture(directory, 1 << 20, 256 << 10, 'a "b"\\c')
        def machine = fixture.machine()
        machine.add(fixture.image, seeding: true)
        show(machine)

        expect:
        get('/metrics').body().contains('ezio_image_pieces{image="a \\"b\\"\\\\c",info_hash="' +
                "${fixture.torrent.infoHash().hex()}\",role=\"seed\"} 4\n")
    }

    def "memory, queues and disk are counted"() {
        given:
        fixture = new DaemonFixture(directory)
        def seeder = fixture.machine()
        def target = fixture.machine(SwarmFixture.SETTINGS)
        seeder.add(fixture.image, seeding: true)
        target.add(fixture.empty('target'))
        soon.eventually { assert target.torrents()[0].isFinished }
        show(target)

        when:
        def found = figures()

        then:
        found.ezio_disk_write_bytes_total == fixture.torrent.totalBytes()
        found.ezio_disk_writes_total == fixture.torrent.pieceCount()
        found.ezio_disk_write_seconds_total > 0
        found.ezio_disk_write_queue_pieces == 0
        found.ezio_disk_queue == 0
        found.ezio_hash_queue == 0
        found.ezio_pool_limit_bytes == SwarmFixture.SETTINGS.cacheBytes()
        found.ezio_pool_used_bytes >= 0
        found.ezio_pool_used_bytes <= found.ezio_pool_limit_bytes
        found.ezio_image_complete == 1
    }
}
