/**
 * The partclone programs of this system, run on devices: {@link ezio.partclone.capture.FileSystems} says which one for
 * which file system, {@link ezio.partclone.capture.PartcloneCommand} runs it,
 * {@link ezio.partclone.capture.PartcloneFailure} is what went wrong.
 */
package ezio.partclone.capture;
