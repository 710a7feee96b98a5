/**
 * What a recipe means, before anything of it runs: an immutable {@link ezio.recipe.plan.Plan} of nouns and steps, each
 * with its place in the recipe; its text; and what is wrong with it.
 */
package ezio.recipe.plan;
