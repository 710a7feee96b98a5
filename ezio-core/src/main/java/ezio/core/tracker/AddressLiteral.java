package ezio.core.tracker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses as digits. Never asks a name server, which {@link InetAddress#getByName} does for anything else. */
final class AddressLiteral {

    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    // With a colon in it, no text is taken for a host name.
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private AddressLiteral() {}

    /** Returns the address; an IPv4 address that is mapped into IPv6 comes back as IPv4. */
    static Optional<InetAddress> parse(String text) {
        boolean isIpv4 = IPV4.matcher(text).matches();
        if (isIpv4) {
            for (String part : text.split("\\.", -1)) {
                if (Integer.parseInt(part) > 255) {
                    return Optional.empty();
                }
            }
        }
        if (!isIpv4 && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
