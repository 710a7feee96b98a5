/**
 * Disks and partitions: checked I/O ({@link ezio.core.disk.BlockDevice}, {@link ezio.core.disk.ChannelDevice}), what
 * there is ({@link ezio.core.disk.Disks}) and what is mounted ({@link ezio.core.disk.Mounts}), and the refusal of unsafe
 * targets ({@link ezio.core.disk.TargetGuard}) and sources ({@link ezio.core.disk.SourceGuard}).
 */
package ezio.core.disk;
