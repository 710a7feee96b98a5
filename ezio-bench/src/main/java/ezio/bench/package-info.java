/**
 * Benchmarks: {@link ezio.bench.LabNode} is one machine of a measured deployment, {@link ezio.bench.sim} simulates
 * deployments that are too large for one machine.
 */
package ezio.bench;
