/**
 * Decisions without I/O, threads or a clock of their own: what to ask of whom
 * ({@link ezio.core.swarm.policy.RequestPlan}, {@link ezio.core.swarm.policy.PieceChoice},
 * {@link ezio.core.swarm.policy.PipelineDepth}), whom to serve ({@link ezio.core.swarm.policy.Unchoking}), whom to call
 * ({@link ezio.core.swarm.policy.AddressBook}), when to ask a tracker ({@link ezio.core.swarm.policy.Announcing}).
 */
package ezio.core.swarm.policy;
