/** Groovy at the prompt of a session: {@link ezio.recipe.prompt.GroovyPrompt}. */
package ezio.recipe.prompt;
