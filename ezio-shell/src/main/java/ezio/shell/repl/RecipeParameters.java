package ezio.shell.repl;

import ezio.core.problem.Problem;
import ezio.recipe.load.RecipeLoader;
import ezio.recipe.words.Parameter;
import ezio.shell.env.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What recipes ask for. Reads a recipe when it is first asked about, and again after its file has changed. */
final class RecipeParameters {

    private final Env env;
    private final Map<Path, Known> known = new HashMap<>();

    private record Known(FileTime modified, long sizeBytes, List<Parameter> parameters) {
        boolean isOf(BasicFileAttributes file) {
            return modified.equals(file.lastModifiedTime()) && sizeBytes == file.size();
        }
    }

    RecipeParameters(Env env) {
        this.env = env;
    }

    /**
     * Returns a recipe's parameters; none if it cannot be read or has mistakes, which is for who runs it to say. The first
     * recipe takes a second or two.
     */
    synchronized List<Parameter> of(String recipe) {
        try {
            Path path = env.path(recipe);
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            Known before = known.get(path);
            if (before != null && before.isOf(file)) {
                return before.parameters;
            }
            List<Parameter> parameters = read(path);
            known.put(path, new Known(file.lastModifiedTime(), file.size(), parameters));
            return parameters;
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }

    private List<Parameter> read(Path path) {
        try {
            return new RecipeLoader(env::path).parameters(path);
        } catch (Problem e) {
            return List.of();
        }
    }
}
