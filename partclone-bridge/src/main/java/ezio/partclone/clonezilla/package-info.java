/**
 * Directories that Clonezilla keeps the image of a whole disk in: {@link ezio.partclone.clonezilla.ClonezillaImage},
 * {@link ezio.partclone.clonezilla.SavedPart}, {@link ezio.partclone.clonezilla.PartitionTable}.
 */
package ezio.partclone.clonezilla;
