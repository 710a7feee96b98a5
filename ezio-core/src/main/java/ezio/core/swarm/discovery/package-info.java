/**
 * How nodes find each other beside HTTP trackers: {@link ezio.core.swarm.discovery.UdpTracker} asks a tracker over UDP
 * (BEP 15), {@link ezio.core.swarm.discovery.LocalDiscovery} asks the local network (BEP 14),
 * {@link ezio.core.swarm.discovery.CompactPeers} is how addresses are packed.
 */
package ezio.core.swarm.discovery;
