package ezio.bench.deploy

import ezio.core.disk.LoopDevice
import ezio.core.peerprograms.PeerProgram
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The scripts that stand in for Clonezilla's: exit codes are true, and the status files say the same. */
@Timeout(180)
class ClonezillaScriptsSpec extends Specification {

    static final Duration LONG = Duration.ofSeconds(60)

    @TempDir
    Path directory

    Path image
    Path torrent
    Path logs
    int port
    Set<Long> seeders = []

    def soon = new PollingConditions(timeout: 60, delay: 0.05)

    def setup() {
        byte[] bytes = new byte[4 << 20]
        new Random(1).nextBytes(bytes)
        image = Files.write(directory.resolve('a.img'), bytes)
        torrent = directory.resolve('a.torrent')
        logs = directory.resolve('logs')
        port = PeerProgram.freePort()
        def create = new PeerProgram('ezio', [project().resolve('bin/ezio'), 'torrent', 'create', 'a.img', '--tracker',
                                              'http://127.0.0.1:9/announce']*.toString(),
                directory, launching().collectEntries { key, value -> [key, value.toString()] })
        assert create.awaitExit(LONG) == 0: create.output()
    }

    def cleanup() {
        seeders.each { ProcessHandle.of(it).ifPresent { it.destroy() } }
    }

    private static Path project() {
        Path here = Path.of('').toAbsolutePath()
        Files.exists(here.resolve('bin/ezio')) ? here : here.parent
    }

    private static Path script(String name) {
        project().resolve("recipes/bin/$name")
    }

    /** What starts the program as it is installed, with its class-data archive: here it is started again and again. */
    private Map<String, ?> launching() {
        [EZIO: project().resolve('bin/ezio'), EZIO_BUILD: 'never', JAVA_HOME: System.getProperty('java.home'), HOME: directory]
    }

    private PeerProgram start(String name, Map<String, ?> environment, Object... arguments) {
        new PeerProgram(name, [script(name), *arguments]*.toString(), directory,
                (launching() + [OCS_LOG_DIR: directory.resolve('logs')] + environment)
                        .collectEntries { key, value -> [key, value.toString()] })
    }

    private int seed(int port, Path path) {
        def call = start('ocs-ezio-seeder', [EZIO_OPTIONS: "--port $port --listen 127.0.0.1"], torrent, path)
        int code = call.awaitExit(LONG)
        if (Files.exists(logs.resolve('ezio-seeder.pid'))) {
            seeders << pid()
        }
        code
    }

    private long pid() {
        log('ezio-seeder.pid').trim() as long
    }

    private String log(String name) {
        Files.readString(logs.resolve(name))
    }

    def "a seeder is offered, an earlier one goes on where a later one fails, and makes room where it does not"() {
        expect: 'nothing to seed, and none before'
        seed(0, directory.resolve('nothing')) == 5
        log('ezio-seeder.status') == 'exit 5\n'
        !Files.exists(logs.resolve('ezio-seeder.pid'))

        when:
        assert seed(port, image) == 0
        long first = pid()

        then:
        log('ezio-seeder.status') == "seeding $first\n"

        when:
        int code = seed(0, directory.resolve('nothing'))

        then:
        code == 5
        pid() == first
        log('ezio-seeder.status') == "exit 5\nstill seeding $first\n"
        log('ezio-seeder.failed.log').contains('nothing')
        ProcessHandle.of(first).get().isAlive()

        when:
        def target = LoopDevice.create(directory.resolve('target'), 4 << 20)
        def small = LoopDevice.create(directory.resolve('small'), 1 << 20)
        def options = [EZIO_OPTIONS: "--port 0 --listen 127.0.0.1 --peer 127.0.0.1:$port", EZIO_STOP: 'now']

        then: 'it serves'
        start('ocs-ezio-leecher', options, torrent, target.path()).awaitExit(LONG) == 0
        log('ezio-leecher.status') == "${target.path()} complete\nexit 0\n"
        Files.mismatch(image, directory.resolve('target')) == -1

        and: 'a target that is too small'
        start('ocs-ezio-leecher', options, torrent, small.path()).awaitExit(LONG) == 4
        log('ezio-leecher.status') == "${small.path()} failed\nexit 4\n"

        when: 'in place of the first'
        code = seed(0, image)

        then:
        code == 0
        pid() != first
        log('ezio-seeder.status') == "seeding ${pid()}\n"
        soon.eventually { assert !ProcessHandle.of(first).map { it.isAlive() }.orElse(false) }
        ProcessHandle.of(pid()).get().isAlive()

        cleanup:
        target?.close()
        small?.close()
    }

    def "a leecher that is called wrong, or while another is at work, ends with 1 and writes no status"() {
        given:
        Files.createDirectory(logs)
        Files.writeString(logs.resolve('ezio-leecher.status'), 'of an earlier one\n')
        def device = LoopDevice.create(directory.resolve('target'), 1 << 20)

        expect:
        start('ocs-ezio-leecher', [:], torrent).awaitExit(LONG) == 1
        start('ocs-ezio-leecher', [:], *[torrent, device.path()] * 2, torrent).awaitExit(LONG) == 1
        start('ocs-ezio-seeder', [:], torrent).awaitExit(LONG) == 1
        start('ocs-ezio-seeder', [:], '-m', 'raw', torrent, image).awaitExit(LONG) == 1

        when: 'another has the lock'
        def other = new PeerProgram('flock', ['flock', logs.resolve('ezio-leecher.lock'), 'sh', '-c', 'echo has it; read -r _'], directory)
        other.await(~/has it/)
        def late = start('ocs-ezio-leecher', [:], torrent, device.path())

        then:
        late.awaitExit(LONG) == 1
        late.output() == ['error: another ocs-ezio-leecher is at work']
        log('ezio-leecher.status') == 'of an earlier one\n'

        when:
        other.close()
        def noDevice = start('ocs-ezio-leecher', [:], torrent, image)
        def noTorrent = start('ocs-ezio-leecher', [:], directory.resolve('nothing'), device.path())

        then:
        noDevice.awaitExit(LONG) == 1
        noDevice.output()[0] == "error: $image is no block device"
        noTorrent.awaitExit(LONG) == 1
        noTorrent.output()[0] == "error: there is no torrent ${directory.resolve('nothing')}"

        cleanup:
        other?.close()
        device?.close()
    }
}
