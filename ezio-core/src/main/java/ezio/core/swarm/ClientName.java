package ezio.core.swarm;

import bt.net.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the program behind a peer is called: by its peer id, until it says it itself in its extension handshake. */
final class ClientName {

    /** This program, as it calls itself in its extension handshake. */
    static final String OWN = "ezio 0.1.0";

    /** The first bytes of our peer ids: two letters, then a digit for each part of the version (BEP 20). */
    static final String OWN_PREFIX = "-EZ0100-";

    private static final Pattern PREFIX = Pattern.compile("-([A-Za-z~]{2}[0-9A-Za-z.]{4})-");
    private static final Pattern EZIO = Pattern.compile("EZ(\\d)(\\d)(\\d)0");

    private ClientName() {}

    /** Returns "ezio 0.1.0" for one of ours, "LT2080" for others whose peer id has the usual form, else "unknown". */
    static String of(PeerId id) {
        Matcher prefix = PREFIX.matcher(new String(id.getBytes(), 0, 8, StandardCharsets.ISO_8859_1));
        if (!prefix.matches()) {
            return "unknown";
        }
        Matcher ezio = EZIO.matcher(prefix.group(1));
        return ezio.matches() ? "ezio " + ezio.group(1) + "." + ezio.group(2) + "." + ezio.group(3) : prefix.group(1);
    }
}
