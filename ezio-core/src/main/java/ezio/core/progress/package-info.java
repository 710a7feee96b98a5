/**
 * How far work is, and how it is asked to stop: {@link ezio.core.progress.Progress},
 * {@link ezio.core.progress.ProgressMeter}, {@link ezio.core.progress.CancelToken}.
 */
package ezio.core.progress;
