/** What a user is told when something cannot be done: {@link ezio.core.problem.Problem}; and what was meant: {@link ezio.core.problem.Similar}. */
package ezio.core.problem;
