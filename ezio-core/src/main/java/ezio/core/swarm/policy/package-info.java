/**
 * Decisions without I/O, threads or a clock of their own, so that tables test them and a simulated swarm runs them. What
 * to fetch ({@link ezio.core.swarm.policy.FetchPolicy} over {@link ezio.core.swarm.policy.RequestPlan},
 * {@link ezio.core.swarm.policy.PieceChoice} and {@link ezio.core.swarm.policy.PipelineDepth}), whom to serve
 * ({@link ezio.core.swarm.policy.ServePolicy} over {@link ezio.core.swarm.policy.Unchoking}), whom to call and which
 * connection stays ({@link ezio.core.swarm.policy.ConnectPolicy}, {@link ezio.core.swarm.policy.AddressBook}), who makes
 * room ({@link ezio.core.swarm.policy.ConnectionRoom}), how fast it may go ({@link ezio.core.swarm.policy.TokenBucket},
 * {@link ezio.core.swarm.policy.FairShare}, {@link ezio.core.swarm.policy.SlowStart}), how often to look at what arrived
 * ({@link ezio.core.swarm.policy.Gathering}), when to ask a tracker and what to
 * tell peers of each other ({@link ezio.core.swarm.policy.Announcing}, {@link ezio.core.swarm.policy.PeerNews}). A {@link ezio.core.swarm.policy.SwarmPeer} is what they know
 * of a peer; the time is a parameter.
 */
package ezio.core.swarm.policy;
