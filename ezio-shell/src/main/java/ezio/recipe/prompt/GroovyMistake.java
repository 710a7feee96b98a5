package ezio.recipe.prompt;

import ezio.core.problem.Problem;

/** An expression that is no Groovy, or that has failed. */
public final class GroovyMistake extends Problem {

    private static final long serialVersionUID = 1;

    private GroovyMistake(String message, Throwable cause) {
        super(Kind.INPUT, message, null, cause);
    }

    static GroovyMistake notGroovy(String words, Throwable cause) {
        return new GroovyMistake("that is no Groovy: " + words, cause);
    }

    static GroovyMistake failed(Throwable cause) {
        return new GroovyMistake("the expression has failed: " + Problem.reason(cause), cause);
    }
}
