package ezio.shell.command;

import java.util.List;
import picocli.CommandLine.Parameters;

/** A recipe on a command line, and what stands behind it, which is the recipe's. */
final class RecipeArguments {

    @Parameters(index = "0", paramLabel = "FILE", description = "the recipe")
    private String file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "--NAME VALUE",
            description = "values for its parameters; FILE --help lists them")
    private List<String> rest = List.of();

    String file() {
        return file;
    }

    /** Returns everything behind the file, as it was given. */
    List<String> rest() {
        return List.copyOf(rest);
    }
}
