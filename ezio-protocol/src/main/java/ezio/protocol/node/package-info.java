/** Generated from {@code ezio/v1/node.proto}: the calls of our own clients, {@link ezio.protocol.node.NodeGrpc}. */
package ezio.protocol.node;
