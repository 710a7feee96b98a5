/**
 * The bytes of a torrent as one stream: {@link ezio.core.image.ImageSource}, {@link ezio.core.image.ImageTarget}, on a
 * raw device or in a directory of slices.
 */
package ezio.core.image;
