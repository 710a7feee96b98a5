/** Sizes and rates, read and printed: {@link ezio.core.unit.ByteSize}, {@link ezio.core.unit.Rate}. */
package ezio.core.unit;
