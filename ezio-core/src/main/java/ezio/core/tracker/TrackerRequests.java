package ezio.core.tracker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import ezio.core.torrent.InfoHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of a {@link Tracker}: /announce, /scrape, /torrents/, and a page for people at /. Called by many
 * threads. No request waits for another client's: files, which take as long as their receiver likes, are sent by
 * {@code fileThreads}.
 */
final class TrackerRequests implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(TrackerRequests.class);
    private static final String TORRENTS = "/torrents/";

    private final SwarmTable table;
    private final Optional<TorrentDirectory> torrents;
    private final LongSupplier nanoTime;
    private final Executor fileThreads;

    TrackerRequests(
            SwarmTable table, Optional<TorrentDirectory> torrents, LongSupplier nanoTime, Executor fileThreads) {
        this.table = table;
        this.torrents = torrents;
        this.nanoTime = nanoTime;
        this.fileThreads = fileThreads;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        LOG.trace("{} {} from {}", exchange.getRequestMethod(), path, exchange.getRemoteAddress());
        if (hasBody(exchange)) {
            throw Answer.text(413, "a request here has no body\n").sendAndCutOff(exchange);
        }
        exchange.getRequestBody().close();
        if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            Answer.text(405, "only GET and HEAD are answered here\n").send(exchange);
            return;
        }
        Optional<Path> file = path.startsWith(TORRENTS)
                ? torrents.flatMap(directory -> directory.find(path.substring(TORRENTS.length())))
                : Optional.empty();
        if (file.isPresent()) {
            sendLater(exchange, file.get());
        } else {
            answer(exchange, path).send(exchange);
        }
    }

    private Answer answer(HttpExchange exchange, String path) {
        return switch (path) {
            case "/announce" -> announce(exchange);
            case "/scrape" -> scrape(exchange);
            case TORRENTS -> listTorrents();
            case "/" -> Answer.text(200, StatusPage.print(table.counts(nanoTime.getAsLong())));
            default -> Answer.notFound();
        };
    }

    private Answer announce(HttpExchange exchange) {
        try {
            Query query = new Query(exchange.getRequestURI().getRawQuery(), HttpLimits.ANNOUNCE_CHARACTERS);
            AnnounceRequest request = AnnounceRequest.parse(
                    query,
                    exchange.getRemoteAddress().getAddress(),
                    exchange.getLocalAddress().getAddress());
            return Answer.bencoded(request.encode(table.announce(request.announce(), nanoTime.getAsLong())));
        } catch (Refused e) {
            return failure(e);
        }
    }

    private Answer scrape(HttpExchange exchange) {
        try {
            Query query = new Query(exchange.getRequestURI().getRawQuery(), HttpLimits.SCRAPE_CHARACTERS);
            Map<InfoHash, TorrentCounts> all = table.counts(nanoTime.getAsLong());
            List<byte[]> asked = query.all("info_hash");
            if (asked.isEmpty()) {
                return Answer.bencoded(ScrapeReply.encode(all));
            }
            Map<InfoHash, TorrentCounts> some = new LinkedHashMap<>();
            for (byte[] each : asked) {
                InfoHash infoHash = InfoHash.of(Query.twentyBytes("info_hash", each));
                Optional.ofNullable(all.get(infoHash)).ifPresent(counts -> some.put(infoHash, counts));
            }
            return Answer.bencoded(ScrapeReply.encode(some));
        } catch (Refused e) {
            return failure(e);
        }
    }

    private static Answer failure(Refused refused) {
        return Answer.bencoded(Bencoding.encode(Map.of("failure reason", refused.getMessage())));
    }

    private Answer listTorrents() {
        if (torrents.isEmpty()) {
            return Answer.notFound();
        }
        try {
            StringBuilder names = new StringBuilder();
            torrents.get().listNames().forEach(name -> names.append(name).append('\n'));
            return Answer.text(200, names.toString());
        } catch (IOException e) {
            LOG.warn("cannot list the torrents", e);
            return Answer.text(500, "the torrents cannot be listed\n");
        }
    }

    private void sendLater(HttpExchange exchange, Path file) {
        try {
            fileThreads.execute(() -> send(exchange, file));
        } catch (RejectedExecutionException e) {
            LOG.warn("too many clients want files at the same time, turned away {}", exchange.getRemoteAddress());
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, Path file) {
        // Closing the exchange in the end would close the connection, which the client may want to use again.
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            exchange.getResponseHeaders().set("Content-Type", "application/x-bittorrent");
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            if (isHead) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
            }
            exchange.sendResponseHeaders(200, isHead || size == 0 ? -1 : size);
            if (!isHead && size > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    in.transferTo(out);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("sending {} to {} ended early: {}", file, exchange.getRemoteAddress(), e.toString());
            exchange.close();
        }
    }

    private static boolean hasBody(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return exchange.getRequestHeaders().containsKey("Transfer-Encoding") || length != null && !length.equals("0");
    }
}
