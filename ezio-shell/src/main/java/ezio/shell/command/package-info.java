/**
 * One class for each command: it reads what stands on the command line, calls what does the work, and hands events to
 * the console. {@link ezio.shell.command.CommandLineRunner} ties them together.
 */
package ezio.shell.command;
