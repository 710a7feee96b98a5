/** partclone's files: {@link ezio.partclone.TorrentInfoFile}. */
package ezio.partclone;
