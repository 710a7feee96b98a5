/**
 * Packed images unpacked once, so that their blocks can be read in any order: {@link ezio.partclone.cache.ImageCache},
 * {@link ezio.partclone.cache.CachedImage}.
 */
package ezio.partclone.cache;
