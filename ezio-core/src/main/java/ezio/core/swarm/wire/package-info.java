/**
 * The wire: {@link ezio.core.swarm.wire.NetworkLoop} waits for many sockets on one thread,
 * {@link ezio.core.swarm.wire.Link} is one connection to a peer. Messages are bt's, piece payload passes it by.
 */
package ezio.core.swarm.wire;
