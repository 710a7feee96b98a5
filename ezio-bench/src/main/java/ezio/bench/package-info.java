/** Benchmarks: {@link ezio.bench.LabNode} is one machine of a measured deployment. */
package ezio.bench;
