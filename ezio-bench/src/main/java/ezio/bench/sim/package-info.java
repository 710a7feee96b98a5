/**
 * A swarm of up to a thousand machines in one thread. {@link ezio.bench.sim.Simulation} runs a {@link
 * ezio.bench.sim.Scenario}, event by event; a {@link ezio.bench.sim.Machine} asks the policies of {@code
 * ezio.core.swarm.policy}, the same classes that a real node asks, and carries their decisions out over simulated links
 * ({@link ezio.bench.sim.Uplink}, {@link ezio.bench.sim.Flow}, {@link ezio.bench.sim.Downlink}).
 */
package ezio.bench.sim;
