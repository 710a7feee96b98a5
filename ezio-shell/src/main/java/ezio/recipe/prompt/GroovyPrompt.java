package ezio.recipe.prompt;

import groovy.lang.Binding;
import groovy.lang.GroovyRuntimeException;
import groovy.lang.GroovyShell;
import groovy.transform.ThreadInterrupt;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/**
 * Evaluates Groovy against what a session knows. Not a sandbox: what is typed may do whatever the program may. To load
 * this class loads Groovy, which takes some tenths of a second.
 */
public final class GroovyPrompt {

    private final GroovyShell shell;

    /**
     * @param names what an expression can name; each is asked when it is named, every time
     */
    public GroovyPrompt(Map<String, Supplier<Object>> names) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        // So that Ctrl-C ends a loop without end.
        configuration.addCompilationCustomizers(new ASTTransformationCustomizer(ThreadInterrupt.class));
        this.shell = new GroovyShell(GroovyPrompt.class.getClassLoader(), new Names(names), configuration);
    }

    /** Names that are looked up when they are used; others can be given a value. */
    private static final class Names extends Binding {
        private final Map<String, Supplier<Object>> names;

        Names(Map<String, Supplier<Object>> names) {
            this.names = Map.copyOf(names);
        }

        @Override
        public Object getVariable(String name) {
            Supplier<Object> known = names.get(name);
            return known == null ? super.getVariable(name) : known.get();
        }

        @Override
        public boolean hasVariable(String name) {
            return names.containsKey(name) || super.hasVariable(name);
        }
    }

    /**
     * Returns what an expression, or the last of several statements, comes to; blocks while it runs. An interrupt of the
     * thread ends it.
     *
     * @throws GroovyMistake if it is no Groovy, or fails
     * @throws CancellationException if the thread was interrupted
     */
    public Object evaluate(String text) {
        try {
            return shell.evaluate(text, "prompt.groovy");
        } catch (MultipleCompilationErrorsException e) {
            throw GroovyMistake.notGroovy(firstOf(e.getErrorCollector()), e);
        } catch (CompilationFailedException e) {
            throw GroovyMistake.notGroovy(GroovyMistake.reason(e), e);
        } catch (GroovyRuntimeException e) {
            throw GroovyMistake.failed(e);
        } catch (Exception e) {
            throw e instanceof InterruptedException
                    ? new CancellationException("interrupted")
                    : GroovyMistake.failed(e);
        }
    }

    private static String firstOf(ErrorCollector errors) {
        return errors.getErrors().get(0) instanceof SyntaxErrorMessage message
                ? message.getCause().getOriginalMessage() + ", line "
                        + message.getCause().getLine() + ", column "
                        + message.getCause().getStartColumn()
                : "it does not compile";
    }
}
