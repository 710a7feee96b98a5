/**
 * What a program gets from outside, and gives back: {@link ezio.shell.env.Env}, {@link ezio.shell.env.Signals},
 * {@link ezio.shell.env.ExitCode}.
 */
package ezio.shell.env;
