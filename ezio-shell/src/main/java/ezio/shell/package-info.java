/** The program: {@link ezio.shell.Main}. */
package ezio.shell;
