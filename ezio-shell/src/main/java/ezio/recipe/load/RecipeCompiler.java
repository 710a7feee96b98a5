package ezio.recipe.load;

import ezio.recipe.plan.Place;
import ezio.recipe.plan.RecipeMistake;
import ezio.recipe.words.RecipeScript;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import groovy.transform.CompileStatic;
import groovy.transform.ThreadInterrupt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Makes a class of a recipe's text; finds every mistake that can be found without running it. */
final class RecipeCompiler {

    /** What stack traces call the recipe, whatever its file is called. */
    static final String SOURCE_NAME = "the-recipe.groovy";

    // Spock, where it is on the class path, and @Grab, which downloads, would join in.
    private static final Set<String> UNWANTED_TRANSFORMS =
            Set.of("org.spockframework.compiler.SpockTransform", "groovy.grape.GrabAnnotationTransformation");

    private final RecipeText text;
    private final CallIndex index;
    private final RecipeShape shape;

    private RecipeCompiler(RecipeText text) {
        this.text = text;
        this.index = new CallIndex(text.file().toString(), SOURCE_NAME);
        this.shape = new RecipeShape(index);
    }

    /**
     * Compiles; takes a second or two the first time, then a fraction of it. Runs nothing of the recipe.
     *
     * @throws RecipeProblem with everything that is wrong
     */
    static CompiledRecipe compile(RecipeText text) {
        return new RecipeCompiler(text).compile();
    }

    private CompiledRecipe compile() {
        List<RecipeMistake> found = new ArrayList<>();
        Class<? extends RecipeScript> type = null;
        try (GroovyClassLoader loader =
                new GroovyClassLoader(RecipeScript.class.getClassLoader(), configuration(), false)) {
            // The words of a recipe are no other sources.
            loader.setResourceLoader(name -> null);
            Class<?> made = loader.parseClass(new GroovyCodeSource(text.text(), SOURCE_NAME, "/ezio/recipe"), false);
            type = made.asSubclass(RecipeScript.class);
        } catch (MultipleCompilationErrorsException e) {
            found.addAll(mistakes(e));
        } catch (CompilationFailedException e) {
            found.add(mistake(1, 1, GroovyPhrases.translate(String.valueOf(e.getMessage()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.addAll(shape.mistakes());
        if (!found.isEmpty()) {
            throw Mistakes.problem(text, found);
        }
        return new CompiledRecipe(text, index, type);
    }

    private CompilerConfiguration configuration() {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(RecipeScript.class.getName());
        configuration.setTargetBytecode(CompilerConfiguration.JDK17);
        configuration.setTolerance(Integer.MAX_VALUE);
        configuration.setDisabledGlobalASTTransformations(UNWANTED_TRANSFORMS);
        configuration.addCompilationCustomizers(
                shape,
                new ASTTransformationCustomizer(
                        Map.of("extensions", List.of(RecipeChecks.class.getName())), CompileStatic.class),
                // So that a loop without an end can be ended.
                new ASTTransformationCustomizer(ThreadInterrupt.class));
        return configuration;
    }

    private List<RecipeMistake> mistakes(MultipleCompilationErrorsException e) {
        List<RecipeMistake> ours = new ArrayList<>();
        List<RecipeMistake> groovys = new ArrayList<>();
        for (Message message : e.getErrorCollector().getErrors()) {
            if (!(message instanceof SyntaxErrorMessage syntax)) {
                // Not about the text: a bug, with the stack that explains it.
                throw new IllegalStateException("the compiler gave up: " + e.getMessage(), e);
            }
            SyntaxException cause = syntax.getCause();
            if (cause instanceof MistakeException known) {
                ours.add(new RecipeMistake(
                        place(known.getStartLine(), known.getStartColumn()),
                        known.getOriginalMessage(),
                        known.suggestion()));
            } else if (!GroovyPhrases.isSaidElsewhere(cause.getOriginalMessage())) {
                groovys.add(parseMistake(cause));
            }
        }
        Set<Place> places = new HashSet<>();
        ours.forEach(mistake -> places.add(mistake.place()));
        groovys.stream().filter(mistake -> !places.contains(mistake.place())).forEach(ours::add);
        return ours;
    }

    private RecipeMistake parseMistake(SyntaxException cause) {
        String message = cause.getOriginalMessage();
        boolean isOfParser = !message.startsWith("[Static");
        Optional<Brackets.Lone> lone = isOfParser ? Brackets.lone(text.text()) : Optional.empty();
        if (lone.isPresent()) {
            Brackets.Lone bracket = lone.get();
            return mistake(
                    bracket.line(),
                    bracket.column(),
                    Brackets.isQuote(bracket.bracket())
                            ? "the text that begins here has no end"
                            : bracket.isOpening()
                                    ? "`" + bracket.bracket() + "` has no `" + Brackets.closing(bracket.bracket()) + "`"
                                    : "`" + bracket.bracket() + "` closes nothing");
        }
        return mistake(cause.getStartLine(), cause.getStartColumn(), GroovyPhrases.translate(message));
    }

    private RecipeMistake mistake(int line, int column, String message) {
        return new RecipeMistake(place(line, column), message);
    }

    private Place place(int line, int column) {
        return new Place(index.file(), Math.max(1, line), Math.max(1, column));
    }
}
