package ezio.core.torrent;

import ezio.core.problem.Problem;
import ezio.core.progress.CancelToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches .torrent files from where a tracker, or any web server, serves them. */
public final class TorrentDownload {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(60);

    private TorrentDownload() {}

    /** Tells whether {@code text} is meant as an address, not as a file. */
    public static boolean isAddress(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    /**
     * Fetches and checks a torrent; blocks for a minute at most.
     *
     * @throws TorrentUnavailable if it cannot be fetched
     * @throws BadTorrent if what comes is no torrent, or is larger than {@link TorrentFiles#MAX_BYTES}
     * @throws CancellationException if {@code cancel} was cancelled
     */
    public static TorrentSpec fetch(String address, CancelToken cancel) {
        URI uri = uri(address);
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(WHOLE).build();
        CompletableFuture<byte[]> body = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApplyAsync(response -> read(uri, response));
        cancel.onCancel(() -> body.cancel(true));
        try {
            return TorrentFiles.parse(body.get(WHOLE.toSeconds(), TimeUnit.SECONDS), address);
        } catch (ExecutionException e) {
            cancel.throwIfCancelled();
            throw failure(uri, e.getCause());
        } catch (TimeoutException e) {
            body.cancel(true);
            throw TorrentUnavailable.unreachable(uri, "it takes longer than a minute", e);
        } catch (InterruptedException e) {
            body.cancel(true);
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        }
    }

    private static URI uri(String address) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw TorrentUnavailable.badAddress(address);
        }
        throw TorrentUnavailable.badAddress(address);
    }

    private static byte[] read(URI uri, HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw TorrentUnavailable.answered(uri, response.statusCode());
            }
            return in.readNBytes(TorrentFiles.MAX_BYTES + 1);
        } catch (IOException e) {
            throw TorrentUnavailable.unreachable(uri, Problem.reason(e), e);
        }
    }

    private static Problem failure(URI uri, Throwable cause) {
        Throwable e = cause instanceof java.util.concurrent.CompletionException ? cause.getCause() : cause;
        if (e instanceof Problem problem) {
            return problem;
        }
        if (e instanceof HttpTimeoutException) {
            return TorrentUnavailable.unreachable(uri, "no answer", e);
        }
        if (e instanceof ConnectException) {
            boolean unknown = e.getCause() != null
                    && e.getCause().getCause() instanceof java.nio.channels.UnresolvedAddressException;
            boolean unresolved = unknown || e.getCause() instanceof java.nio.channels.UnresolvedAddressException;
            return TorrentUnavailable.unreachable(
                    uri, unresolved ? "no machine is named " + uri.getHost() : "connection refused", e);
        }
        return TorrentUnavailable.unreachable(uri, Problem.reason(e), e);
    }
}
