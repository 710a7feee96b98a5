/**
 * The files that an image is kept in, split or not, packed or not, as one stream of bytes:
 * {@link ezio.partclone.volume.Volumes}, {@link ezio.partclone.volume.Compression},
 * {@link ezio.partclone.volume.UnpackedStream}.
 */
package ezio.partclone.volume;
