/**
 * Nodes and the images that come and go on them. {@link ezio.verb.live.Node} and {@link ezio.verb.live.SwarmImage} are what
 * commands, jobs and recipes see, wherever the node is; {@link ezio.verb.live.LiveNode} and {@link ezio.verb.live.LiveImage}
 * are those of this program. {@link ezio.verb.live.TransferRun} watches images to their end. Prints nothing.
 */
package ezio.verb.live;
