/**
 * Disks and partitions: checked I/O ({@link ezio.core.disk.BlockDevice}), what there is and what is mounted, and the
 * refusal of unsafe targets.
 */
package ezio.core.disk;
