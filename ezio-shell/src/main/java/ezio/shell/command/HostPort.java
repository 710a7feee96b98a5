package ezio.shell.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads "10.0.0.1:6891", "seeder:6891", "[fe80::1]:6891". */
final class HostPort {

    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");

    private HostPort() {}

    /**
     * Asks the resolver where the host is a name; may block for seconds.
     *
     * @throws UsageProblem if the text is none of these, or no machine has that name
     */
    static InetSocketAddress parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(3)) < 1 || Integer.parseInt(m.group(3)) > 65535) {
            throw new UsageProblem(
                    "\"" + text + "\" is not HOST:PORT", "write it like 10.0.0.1:6891 or [fe80::1]:6891");
        }
        String host = m.group(1) != null ? m.group(1) : m.group(2);
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(m.group(3)));
        if (address.isUnresolved()) {
            throw new UsageProblem("no machine is named " + host, null);
        }
        return address;
    }

    /** Writes an address as {@link #parse} reads it. */
    static String print(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
