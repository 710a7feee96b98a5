/** The log file, for whoever looks for the cause of something: {@link ezio.shell.log.LogFile}. */
package ezio.shell.log;
