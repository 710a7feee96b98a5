package ezio.recipe.words

import ezio.recipe.load.RecipeLoader
import ezio.recipe.plan.PlanText
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RecipeDocsSpec extends Specification {

    static final Path DOCS = Path.of('../docs')

    @TempDir
    Path directory

    def "the page of words is as old as the words"() {
        expect: "bin/ezio words --markdown > docs/recipe-words.md makes it"
        Files.readString(DOCS.resolve('recipe-words.md')) == WordPage.text()
    }

    def "no sentence is left over"() {
        given:
        def used = WordBook.blocks().collectMany { block ->
            block.words().collectMany { word -> word.values()*.name().collectMany { [it, "${word.name()}.$it".toString()] } }
        } as Set

        expect:
        ValueWords.all().findAll { !(it in used) } == [] as Set
    }

    def "every word has a sentence and an example, but constants and parameters without values"() {
        expect:
        WordBook.blocks()*.words().flatten().every { it.sentence() && (it.example() || it.isConstant()) }
    }

    def "the examples of the guide load"() {
        given:
        def examples = (Files.readString(DOCS.resolve('recipes.md')) =~ /(?s)```groovy\n(.*?deploy\(.*?)```/).collect { it[1] as String }

        expect:
        examples.size() == 2
        examples.each {
            def plan = new RecipeLoader(Path::of).open(Files.writeString(directory.resolve('a.groovy'), it)).loadSample().plan()
            assert plan.steps()
        }
        PlanText.of(new RecipeLoader(Path::of).open(directory.resolve('a.groovy')).loadSample().plan()).startsWith('plan lab\n')
    }

    def "the descriptor for IntelliJ names a class that is there"() {
        given:
        def text = getClass().getResource('/ezio.gdsl').text

        expect:
        text.contains("findClass('${RecipeScript.name}')")
    }
}
