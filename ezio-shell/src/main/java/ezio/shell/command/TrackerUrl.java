package ezio.shell.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Checks what is to be written into a torrent as the address of a tracker. */
final class TrackerUrl {

    private static final List<String> SCHEMES = List.of("http", "https", "udp");

    private TrackerUrl() {}

    static String check(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && uri.getScheme() != null && SCHEMES.contains(uri.getScheme())) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw problem(text);
        }
        throw problem(text);
    }

    private static UsageProblem problem(String text) {
        return new UsageProblem(
                "\"" + text + "\" is not the address of a tracker", "write it like http://10.0.0.1:6969/announce");
    }
}
