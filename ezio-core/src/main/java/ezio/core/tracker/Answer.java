package ezio.core.tracker;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A whole HTTP answer, small enough to be in memory. */
final class Answer {

    private final int status;
    private final String contentType;
    private final byte[] body;

    private Answer(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a tracker answers is 200 even when it is a failure; clients do not read the body of anything else. */
    static Answer bencoded(byte[] body) {
        return new Answer(200, "text/plain", body);
    }

    static Answer notFound() {
        return text(404, "not found\n");
    }

    /** Sends it; the connection stays open for the next request. */
    void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, isHead || body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!isHead) {
                out.write(body);
            }
        }
    }

    /**
     * Sends it to a client whose request was not read to its end, and returns what the handler has to throw: that
     * closes the connection at once, while every orderly end of an exchange first reads what the client has still to
     * send, for as long as it likes.
     */
    IOException sendAndCutOff(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        return new IOException("the rest of the request was not read");
    }
}
