/**
 * What ezio does, as one call each, for commands and recipes alike: {@link ezio.verb.TorrentMaker}, {@link ezio.verb.Capture},
 * {@link ezio.verb.RestoreTargets}, {@link ezio.verb.HashLedger}. Prints nothing.
 */
package ezio.verb;
