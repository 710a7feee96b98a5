/** The used ranges of a partition: {@link ezio.core.extent.Extent}, {@link ezio.core.extent.ExtentMap}. */
package ezio.core.extent;
