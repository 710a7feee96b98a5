package ezio.core.torrent;

import ezio.core.extent.Extent;
import java.util.List;

/**
 * A piece whose bytes are not what the torrent says.
 *
 * @param index counted from 0
 * @param expected the SHA-1 in the torrent, 40 hex digits
 * @param found the SHA-1 of what was read, 40 hex digits
 * @param deviceRanges where the piece lies on the device, in order
 */
public record WrongPiece(int index, String expected, String found, List<Extent> deviceRanges) {}
