/**
 * Loads recipes: {@link ezio.recipe.load.RecipeLoader} makes a plan of a file, without side effects, or a
 * {@link ezio.recipe.load.RecipeProblem} with everything that is wrong with it.
 */
package ezio.recipe.load;
