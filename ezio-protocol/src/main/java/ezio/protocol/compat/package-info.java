/** Generated from {@code ezio.proto}: the calls of EZIO's clients, {@link ezio.protocol.compat.EZIOGrpc}. */
package ezio.protocol.compat;
