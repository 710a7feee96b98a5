/** partclone's files: {@link ezio.partclone.TorrentInfoFile}. Images: {@link ezio.partclone.image.PartitionImage}. Programs: {@link ezio.partclone.capture.PartcloneCommand}. */
package ezio.partclone;
