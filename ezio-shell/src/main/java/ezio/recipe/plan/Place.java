package ezio.recipe.plan;

/**
 * Where a word stands in a recipe.
 *
 * @param file the recipe as it was named on the command line
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int line, int column) {

    /** Returns "recipes/lab.groovy:17:9". */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
