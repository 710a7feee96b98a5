package ezio.shell

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices

import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import spock.lang.Shared
import spock.lang.Specification

class ArchitectureSpec extends Specification {

    @Shared
    JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // What the specs of other modules lend to these is packed into a jar of its own.
            .withImportOption({ location -> !location.contains('-tests.jar') } as ImportOption)
            .importPackages('ezio')

    def "all modules are looked at"() {
        expect:
        ['ezio.core.torrent.TorrentSpec', 'ezio.partclone.TorrentInfoFile', 'ezio.verb.TorrentMaker', 'ezio.shell.Main'].every {
            classes.contain(it)
        }
    }

    def "only the swarm and the torrents know bt"() {
        expect:
        noClasses()
                .that().resideOutsideOfPackages('ezio.core.swarm..', 'ezio.core.torrent..')
                .should().dependOnClassesThat().resideInAPackage('bt..')
                .check(classes)
    }

    def "#library does not depend on #users"() {
        expect:
        noClasses()
                .that().resideInAPackage(library)
                .should().dependOnClassesThat().resideInAnyPackage(users as String[])
                .check(classes)

        where:
        library           | users
        'ezio.core..'     | ['ezio.shell..', 'ezio.verb..', 'ezio.partclone..', 'picocli..', 'org.jline..', 'groovy..']
        'ezio.partclone..' | ['ezio.shell..', 'ezio.verb..', 'picocli..', 'org.jline..', 'groovy..']
        'ezio.verb..'     | ['ezio.shell..', 'ezio.recipe..', 'picocli..', 'org.jline..', 'groovy..']
        'ezio.recipe..'   | ['ezio.shell..', 'picocli..', 'org.jline..']
    }

    def "only recipes know Groovy"() {
        expect:
        noClasses()
                .that().resideOutsideOfPackage('ezio.recipe..')
                .should().dependOnClassesThat().resideInAnyPackage('groovy..', 'org.codehaus.groovy..', 'org.apache.groovy..')
                .check(classes)
    }

    def "only the console prints"() {
        expect:
        noClasses()
                .that().resideOutsideOfPackage('ezio.shell.console..')
                .should().accessField(System, 'out')
                .orShould().accessField(System, 'err')
                .orShould().callMethod(Throwable, 'printStackTrace')
                .check(classes)
        noClasses()
                .that().resideOutsideOfPackages('ezio.shell.console..', 'ezio.shell.env..')
                .should().callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe('print to a stream') {
                    it.targetOwner.isAssignableTo(PrintStream) && it.name.startsWith('print')
                })
                .check(classes)
    }

    def "no work waits by sleeping"() {
        expect:
        noClasses().should().callMethod(Thread, 'sleep', long).check(classes)
    }

    def "there is no cycle between packages of #root"() {
        expect:
        slices().matching("$root.(**)").should().beFreeOfCycles().check(classes)

        where:
        root << ['ezio.core', 'ezio.shell', 'ezio.recipe']
    }
}
