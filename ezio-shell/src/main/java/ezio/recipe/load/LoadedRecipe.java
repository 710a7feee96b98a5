package ezio.recipe.load;

import ezio.recipe.plan.Plan;
import ezio.recipe.words.Parameter;
import java.util.List;

/**
 * A recipe that can be run.
 *
 * @param description what its first comment says; may be empty
 */
public record LoadedRecipe(Plan plan, List<Parameter> parameters, String description) {}
