package ezio.core.swarm;

import bt.protocol.InvalidMessageException;
import java.util.BitSet;

/** The payload of the bitfield message: the highest bit of the first byte is piece 0; spare bits are 0. */
final class Bitfields {

    private Bitfields() {}

    /**
     * @throws InvalidMessageException if the length is wrong or a spare bit is set
     */
    static BitSet parse(byte[] bitfield, int count) {
        if (bitfield.length != (count + 7) / 8) {
            throw new InvalidMessageException("bitfield of " + bitfield.length + " bytes for " + count + " pieces");
        }
        BitSet pieces = new BitSet(count);
        for (int piece = 0; piece < count; piece++) {
            if ((bitfield[piece / 8] & 0x80 >> piece % 8) != 0) {
                pieces.set(piece);
            }
        }
        if (count % 8 != 0 && (bitfield[count / 8] & 0xff >> count % 8) != 0) {
            throw new InvalidMessageException("bitfield with spare bits set");
        }
        return pieces;
    }

    static byte[] write(BitSet pieces, int count) {
        byte[] bitfield = new byte[(count + 7) / 8];
        pieces.stream().forEach(piece -> bitfield[piece / 8] |= (byte) (0x80 >> piece % 8));
        return bitfield;
    }
}
