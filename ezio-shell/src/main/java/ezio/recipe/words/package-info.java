/**
 * The words of the recipe language: {@link ezio.recipe.words.RecipeScript} has those of the outermost level, the classes
 * with {@link ezio.recipe.words.Block} those between braces, {@link ezio.recipe.words.Units} the units. A word notes what
 * was said in a {@link ezio.recipe.words.Draft}; none of them touches a disk or a socket.
 */
package ezio.recipe.words;
