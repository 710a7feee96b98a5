/**
 * Sizes, rates and durations, read and printed: {@link ezio.core.unit.ByteSize}, {@link ezio.core.unit.Rate},
 * {@link ezio.core.unit.TimeSpan}.
 */
package ezio.core.unit;
