package ezio.core.swarm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of a network: "10.0.0.0/8", "fd00::/8", or one address alone. Immutable. */
public final class NetworkRange {

    // Digits only: to ask a name server which network is meant would let that server decide.
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

    private final byte[] network;
    private final int prefixBits;

    private NetworkRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /**
     * @throws IllegalArgumentException if the text is no network, or has bits below its prefix: "10.1.2.3/8" is more
     *     likely a slip than a network
     */
    public static NetworkRange parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no network; write it like 10.0.0.0/8");
        }
        byte[] bytes;
        try {
            bytes = InetAddress.getByName(m.group(1)).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no network; write it like 10.0.0.0/8", e);
        }
        int bits = 8 * bytes.length;
        int prefix = m.group(2) == null ? bits : Integer.parseInt(m.group(2));
        if (prefix > bits) {
            throw new IllegalArgumentException("\"" + text + "\": a prefix has " + bits + " bits at most");
        }
        NetworkRange range = new NetworkRange(bytes, prefix);
        for (int bit = prefix; bit < bits; bit++) {
            if (range.hasBit(bytes, bit)) {
                throw new IllegalArgumentException("\"" + text + "\" has bits below its prefix of " + prefix);
            }
        }
        return range;
    }

    /** Returns whether the address is one of these; cheap. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefixBits / 8;
        if (!Arrays.equals(bytes, 0, whole, network, 0, whole)) {
            return false;
        }
        for (int bit = 8 * whole; bit < prefixBits; bit++) {
            if (hasBit(bytes, bit) != hasBit(network, bit)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasBit(byte[] bytes, int bit) {
        return (bytes[bit / 8] & 0x80 >> bit % 8) != 0;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefixBits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + network.length + " bytes", e);
        }
    }
}
