/**
 * The pieces of one image on this node, between the network and the disk: {@link ezio.core.swarm.store.PieceStore}
 * verifies before it writes, {@link ezio.core.swarm.store.BufferPool} is the one memory budget of a node.
 */
package ezio.core.swarm.store;
