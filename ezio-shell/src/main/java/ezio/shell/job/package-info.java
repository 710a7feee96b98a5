/**
 * What a session keeps between its commands: {@link ezio.shell.job.LiveSession} with its {@link ezio.shell.job.Jobs},
 * {@link ezio.shell.job.Settings} and {@link ezio.shell.job.Alerts}.
 */
package ezio.shell.job;
