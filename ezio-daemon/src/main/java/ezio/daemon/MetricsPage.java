package ezio.daemon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import ezio.verb.live.LiveNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers {@code GET /metrics} with the figures of a node, in the text format of Prometheus. */
public final class MetricsPage implements AutoCloseable {

    private final Optional<HttpServer> server;
    private final ExecutorService executor;

    private MetricsPage(Optional<HttpServer> server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * @param address empty for no page
     * @throws DaemonProblem if the port is taken
     */
    public static MetricsPage start(Optional<InetSocketAddress> address, LiveNode node) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "ezio-metrics");
            thread.setDaemon(true);
            return thread;
        });
        if (address.isEmpty()) {
            return new MetricsPage(Optional.empty(), executor);
        }
        try {
            HttpServer server = HttpServer.create(address.get(), 0);
            server.setExecutor(executor);
            server.createContext("/", exchange -> answer(exchange, node));
            server.start();
            return new MetricsPage(Optional.of(server), executor);
        } catch (IOException e) {
            executor.shutdown();
            throw DaemonProblem.portTaken(address.get(), e);
        }
    }

    private static void answer(HttpExchange exchange, LiveNode node) throws IOException {
        try (exchange) {
            boolean isThere = exchange.getRequestURI().getPath().equals("/metrics");
            byte[] body =
                    (isThere ? MetricsText.of(node) : "the figures are at /metrics\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", isThere ? "text/plain; version=0.0.4; charset=utf-8" : "text/plain");
            exchange.sendResponseHeaders(isThere ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Returns where it is; empty where there is none. */
    public Optional<String> address() {
        return server.map(HttpServer::getAddress)
                .map(address -> DaemonAddress.of(address.getAddress().getHostAddress(), address.getPort())
                        .toString());
    }

    @Override
    public void close() {
        server.ifPresent(each -> each.stop(0));
        executor.shutdown();
    }
}
