/**
 * A node that lives as long as its program, and the images that come and go on it: {@link ezio.verb.live.LiveNode} and
 * {@link ezio.verb.live.LiveImage}. Commands, the shell's jobs, recipes and the daemon use it. Prints nothing.
 */
package ezio.verb.live;
