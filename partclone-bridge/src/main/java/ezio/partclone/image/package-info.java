/**
 * Images of one partition as partclone writes them: {@link ezio.partclone.image.PartitionImage}, either a
 * {@link ezio.partclone.image.PartcloneImage} or a {@link ezio.partclone.image.RawDump};
 * {@link ezio.partclone.image.ExtentCut}, {@link ezio.partclone.image.ImageTorrent}.
 */
package ezio.partclone.image;
