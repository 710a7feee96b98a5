package ezio.recipe.load;

import ezio.core.problem.Problem;
import ezio.recipe.words.Parameter;
import java.util.List;

/** Values on the command line that a recipe cannot take, or lacks: all of them. */
public final class ParameterProblem extends Problem {

    private static final long serialVersionUID = 1;

    private final transient List<String> mistakes;
    private final transient List<Parameter> parameters;

    public ParameterProblem(List<String> mistakes, List<Parameter> parameters) {
        super(Kind.USAGE, String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
        this.parameters = List.copyOf(parameters);
    }

    /** Returns one line each: "--machines: 0 is below the smallest allowed value, 1". */
    public List<String> mistakes() {
        return mistakes;
    }

    /** Returns what the recipe takes. */
    public List<Parameter> parameters() {
        return parameters;
    }
}
