/** Runs the plan of a recipe: its steps in order, on nodes of this program or on daemons elsewhere, with a report. */
package ezio.recipe.run;
