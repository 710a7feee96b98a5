package ezio.core.tracker;

import java.util.Map;

/**
 * What a client of the JDK's HTTP server may do to it. The server reads a request with a thread that blocks, so half a
 * request holds one of {@link #THREADS} until {@code maxReqTime} is over; a connection without a request holds none.
 *
 * <p>The JDK takes these from system properties, once in the life of a JVM, when the first server is made: they hold
 * for every {@code com.sun.net.httpserver} in it, and do nothing where another one was made before. A property that is
 * set already is left as it is.
 */
final class HttpLimits {

    /** Requests that are read and answered at the same time. Idle threads end after a while. */
    static final int THREADS = 128;

    /** .torrent files that are sent at the same time; sending waits for the client, so it has threads of its own. */
    static final int FILE_THREADS = 64;

    /** Requests that wait for a thread; more are turned away by closing their connection. */
    static final int WAITING = 4096;

    /** Connections that wait to be accepted: a room full of machines that boot in the same second. */
    static final int BACKLOG = 1024;

    /** An announce takes about 400 characters. */
    static final int ANNOUNCE_CHARACTERS = 2_000;

    /** A scrape takes 71 characters for each torrent at most. */
    static final int SCRAPE_CHARACTERS = 8_000;

    private static final Map<String, String> PROPERTIES = Map.of(
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "600",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxIdleConnections", "1024",
            "jdk.httpserver.maxConnections", "4096",
            // Otherwise the second answer of a connection waits 40 ms for the client's delayed ACK.
            "sun.net.httpserver.nodelay", "true");

    private HttpLimits() {}

    /** To be called before a server is made. */
    static void apply() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
