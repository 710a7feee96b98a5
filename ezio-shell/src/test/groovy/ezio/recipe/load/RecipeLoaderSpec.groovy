package ezio.recipe.load

import ezio.recipe.plan.PlanText
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RecipeLoaderSpec extends Specification {

    @TempDir
    Path directory

    def loader = new RecipeLoader(Path::of)

    static final String SEED = '''\
        #!/usr/bin/env -S ezio run
        // Seed the golden disk to the lab;
        // stop when every machine holds a full copy.
        //
        //   ezio plan lab-seed.groovy --machines 24

        def golden   = device('disk', 'disk to copy from', preset: '/dev/sda')
        def machines = integer('machines', 'machines to wait for', min: 1)
        def patience = duration('patience', 'longest wait for the last copy', preset: 2.hours)
        def volumes  = flag('volumes', 'the volumes, too')

        deploy('lab') {
            tracker 'http://10.0.0.1:6969/announce'

            disk(golden) {
                partition 1, image: 'efi',  torrent: 'efi.torrent'
                partition 2, image: 'root', torrent: "root.torrent", usedBlocks: "root.torrent.info"
            }
            if (volumes) {
                for (name in ['home', 'var']) {
                    volume "/dev/vg/$name", image: name, torrent: "${name}.torrent"
                }
            }

            steps {
                createTorrent 'efi'
                createTorrent 'root', pieceSize: 16.MiB

                seed 'efi'
                seed 'root', uploads: 4
                if (volumes) {
                    ['home', 'var'].each { seed it, trust: true }
                }

                waitForPeers  machines, timeout: 10.minutes, onTimeout: carryOn
                waitForCopies machines, timeout: patience
                stopSeeding()
            }

            onFailure {
                keepSeeding atMost: 15.minutes
                message 'some machines may hold a partial copy; run the recipe again to finish them'
            }
        }
        '''.stripIndent()

    Path recipe(String text) {
        Files.writeString(directory.resolve('lab.groovy'), text)
    }

    def "a recipe becomes a plan"() {
        when:
        def loaded = loader.load(recipe(SEED), [machines: '24'])

        then:
        PlanText.of(loaded.plan()) == '''\
            plan lab
              tracker http://10.0.0.1:6969/announce
              image efi = /dev/sda1
              image root = /dev/sda2
              1. create torrent efi, at most 12 h
              2. create torrent root, piece size 16 MiB, at most 12 h
              3. seed efi, at most 12 h
              4. seed root, uploads 4, at most 12 h
              5. wait for 24 peers, at most 10 min, then carry on
              6. wait for 24 full copies, at most 2 h
              7. stop seeding
              on failure: keep seeding for 15 min; say: some machines may hold a partial copy; run the recipe again to finish them'''.stripIndent()
        loaded.description() == 'Seed the golden disk to the lab; stop when every machine holds a full copy.'
        loaded.plan().parameters() == [disk: '/dev/sda', machines: '24', patience: '2 h', volumes: 'false']
        loaded.plan().steps()*.place()*.toString()*.substring(directory.resolve('lab.groovy').toString().length()) == [
            ':26:9', ':27:9', ':29:9', ':30:9', ':35:9', ':36:9', ':37:9']
    }

    def "conditions and loops follow the parameters"() {
        when:
        def plan = loader.load(recipe(SEED), [machines: '1', volumes: 'true', disk: '/dev/nvme0n1']).plan()

        then:
        plan.images()*.path()*.toString() == ['/dev/nvme0n1p1', '/dev/nvme0n1p2', '/dev/vg/home', '/dev/vg/var']
        plan.steps()*.words()[4..5] == ['seed home, trusted', 'seed var, trusted']
    }

    def "parameters are known without values"() {
        when:
        def parameters = loader.parameters(recipe(SEED))

        then:
        parameters*.option() == ['--disk', '--machines', '--patience', '--volumes']
        parameters*.required == [false, true, false, false]
        parameters*.presetText()*.orElse(null) == ['/dev/sda', null, '2 h', 'false']
    }

    def "everything that is wrong with the values is said together"() {
        when:
        loader.load(recipe(SEED), [machines: '0', pateince: '1h', patience: 'long'])

        then:
        def problem = thrown(ParameterProblem)
        problem.mistakes() == [
            '--machines: 0 is below the smallest allowed value, 1',
            '--patience: "long" is not a duration; write 90s, 10m, 1h30m or 2d',
            '--pateince is not a parameter of this recipe, did you mean --patience?']
    }

    def "a value that is needed and missing is named"() {
        when:
        loader.load(recipe(SEED), [:])

        then:
        def problem = thrown(ParameterProblem)
        problem.mistakes() == ['--machines is missing: machines to wait for']
    }
}
