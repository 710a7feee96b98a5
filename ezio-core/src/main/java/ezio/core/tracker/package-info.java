/**
 * The embedded HTTP tracker, which also hands out the .torrent files: {@link ezio.core.tracker.Tracker},
 * {@link ezio.core.tracker.TrackerSettings}. Who is in which swarm is kept by {@link ezio.core.tracker.SwarmTable},
 * which knows neither HTTP nor a clock.
 */
package ezio.core.tracker;
