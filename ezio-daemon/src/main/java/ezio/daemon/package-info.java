/** A node that is told over gRPC what to do. */
package ezio.daemon;
