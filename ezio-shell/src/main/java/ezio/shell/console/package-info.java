/**
 * The only place that prints: {@link ezio.shell.console.Console} takes {@link ezio.shell.console.Event}s and
 * {@link ezio.shell.console.ProgressLine}s, and shows them on a terminal, in plain lines or as JSON lines.
 */
package ezio.shell.console;
