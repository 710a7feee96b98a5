/**
 * Sessions of many commands: {@link ezio.shell.repl.SessionShell} reads lines from a script, or with a prompt from a
 * terminal; {@link ezio.shell.repl.LineWords} cuts them into words.
 */
package ezio.shell.repl;
