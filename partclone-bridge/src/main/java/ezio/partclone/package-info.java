/** partclone's files: {@link ezio.partclone.TorrentInfoFile}. Images: {@link ezio.partclone.image.PartitionImage}. */
package ezio.partclone;
