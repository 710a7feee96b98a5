/**
 * One node of the swarm: {@link ezio.core.swarm.SwarmNode} holds the network, {@link ezio.core.swarm.Transfer} is one
 * image on it, {@link ezio.core.swarm.TransferStatus} says how it stands. The bt library is used here and in
 * {@link ezio.core.swarm.wire} only; nothing of it shows.
 */
package ezio.core.swarm;
