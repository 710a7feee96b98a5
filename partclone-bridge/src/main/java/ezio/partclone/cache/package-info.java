/**
 * Packed images unpacked once, so that their blocks can be read in any order: {@link ezio.partclone.cache.ImageCache},
 * {@link ezio.partclone.cache.CachedImage}; and what of them lies around: {@link ezio.partclone.cache.CacheFiles}.
 */
package ezio.partclone.cache;
