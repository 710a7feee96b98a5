/**
 * The bytes of a torrent as one stream: {@link ezio.core.image.ImageSource}, {@link ezio.core.image.ImageTarget},
 * {@link ezio.core.image.ImageStream}, on a
 * raw device ({@link ezio.core.image.RawImage}) or in a directory of slices ({@link ezio.core.image.SliceImage}).
 */
package ezio.core.image;
