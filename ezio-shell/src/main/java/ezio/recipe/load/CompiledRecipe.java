package ezio.recipe.load;

import ezio.recipe.words.RecipeScript;

/** The class of a recipe, and where its words stand. */
record CompiledRecipe(RecipeText text, CallIndex index, Class<? extends RecipeScript> type) {}
