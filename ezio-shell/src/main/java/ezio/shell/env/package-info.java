/**
 * What a program gets from outside, and gives back: {@link ezio.shell.env.Env}, {@link ezio.shell.env.ExitCode},
 * {@link ezio.shell.env.StopSignal}.
 */
package ezio.shell.env;
