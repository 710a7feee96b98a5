/** What a user is told when something cannot be done: {@link ezio.core.problem.Problem}. */
package ezio.core.problem;
