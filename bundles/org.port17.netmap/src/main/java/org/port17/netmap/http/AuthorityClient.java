package org.port17.netmap.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * Speaks to one authority over HTTP. A call blocks for as long as its {@link Patience} lasts; never call one on the loop. Bodies are
 * bounded, redirects and proxies are not followed. No message names the authority's address.
 */
public final class AuthorityClient implements AutoCloseable {
    /** A whole map comes over a line of 64 KiB/s that others use too. */
    public static final Patience PATIENCE = new Patience(Duration.ofSeconds(30), 8 << 10);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MAX_REPLY = 4_096;
    private static final int MAX_WORDS = 200;

    private final URI base;
    private final Patience patience;
    private final AtomicLong received = new AtomicLong();
    private final ExecutorService workers;
    private final HttpClient client;

    /** @param base the authority's address without path, see {@link #parse} */
    public AuthorityClient(URI base) {
        this(base, PATIENCE);
    }

    /** @param patience for each exchange; what is sent counts as moved, so an answer may be as long in coming as that can take */
    public AuthorityClient(URI base, Patience patience) {
        this.base = base;
        this.patience = patience;
        this.workers = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "port17-authority-client");
            thread.setDaemon(true);
            return thread;
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT)
                .executor(workers)
                .build();
    }

    /** The address, without path. */
    public URI base() {
        return base;
    }

    /** Bytes of all bodies that came so far. */
    public long received() {
        return received.get();
    }

    /** Checks a configured address: http or https, a host, no query. @throws Port17Exception CONFIG otherwise */
    public static URI parse(String text, String key) throws Port17Exception {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
            throw new IllegalArgumentException("not a base address");
        } catch (IllegalArgumentException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.NEVER, key + " must be an address such as http://127.0.0.1:7017", e);
        }
    }

    /**
     * Fetches {@code path} unless it still has this entity tag.
     *
     * @param tag entity tag of what is held, without quotes; empty if nothing is
     * @return the body, or nothing if it did not change
     */
    public Optional<byte[]> fetch(String path, String tag, int max) throws Port17Exception {
        return fetch(path, tag, max, patience);
    }

    /** As {@link #fetch(String, String, int)}, with a patience for this exchange alone. */
    public Optional<byte[]> fetch(String path, String tag, int max, Patience lasting) throws Port17Exception {
        HttpRequest.Builder request = request(path, 0, lasting).GET();
        if (!tag.isEmpty()) {
            request.header("If-None-Match", '"' + tag + '"');
        }
        HttpResponse<byte[]> response = exchange(request.build(), 0, max, lasting);
        return switch (response.statusCode()) {
            case 200 -> Optional.of(response.body());
            case 304 -> Optional.empty();
            default -> throw refused(response.statusCode());
        };
    }

    /**
     * Sends bytes. Returns when the authority took them.
     *
     * @return what is still missing, in the authority's words, printable and short; empty if nothing is
     */
    public String post(String path, byte[] body) throws Port17Exception {
        HttpResponse<byte[]> response = exchange(postOf(path, body), body.length, MAX_REPLY, patience);
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode());
        }
        return response.statusCode() == 202 ? words(response.body()) : "";
    }

    /** Sends bytes and gives back what the authority answers. */
    public byte[] ask(String path, byte[] body, int max) throws Port17Exception {
        HttpResponse<byte[]> response = exchange(postOf(path, body), body.length, max, patience);
        if (response.statusCode() != 200) {
            throw refused(response.statusCode());
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path, long sent, Patience lasting) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofNanos(lasting.nanos(sent)));
    }

    private HttpRequest postOf(String path, byte[] body) {
        return request(path, body.length, patience)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, long sent, int max, Patience lasting)
            throws Port17Exception {
        long began = System.nanoTime();
        AtomicLong moved = new AtomicLong(sent);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request,
                head -> new BoundedBody(head.statusCode() == 200 ? max : MAX_REPLY, bytes -> {
                    moved.addAndGet(bytes);
                    received.addAndGet(bytes);
                }));
        try {
            while (true) {
                long left = lasting.nanos(moved.get()) - (System.nanoTime() - began);
                try {
                    return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (left <= 0) {
                        answer.cancel(true);
                        throw new Port17Exception(
                                ErrorKind.TIMEOUT, Retry.LATER, "the authority does not answer, or too slowly", e);
                    }
                }
            }
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Port17Exception(ErrorKind.CLOSED, Retry.LATER, "stopped while waiting for the authority", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BoundedBody.TooLong) {
                throw new Port17Exception(
                        ErrorKind.BAD_INPUT, Retry.LATER, "the authority's answer exceeds its bound", e.getCause());
            }
            throw new Port17Exception(
                    ErrorKind.NODE_UNREACHABLE, Retry.LATER, "the authority cannot be reached", e.getCause());
        }
    }

    /** An authority may be a liar: what it says goes into a log and onto a console. */
    private static String words(byte[] said) {
        String text = new String(said, StandardCharsets.US_ASCII).strip();
        StringBuilder plain = new StringBuilder();
        text.chars().limit(MAX_WORDS).forEach(c -> plain.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return plain.isEmpty() ? "it does not say why" : plain.toString();
    }

    private static Port17Exception refused(int status) {
        return switch (status) {
            case 400, 413 -> new Port17Exception(ErrorKind.BAD_INPUT, "the authority calls the record malformed");
            case 403 -> new Port17Exception(ErrorKind.TAMPERED, "the authority calls the signature wrong");
            case 404 ->
                new Port17Exception(
                        ErrorKind.UNSUPPORTED, Retry.LATER, "the authority does not know this node or request");
            case 409 ->
                new Port17Exception(
                        ErrorKind.CONFIG,
                        "the authority refuses this node's name or owner: another one holds it, or the owner's certificate"
                                + " is missing");
            case 412 -> new Port17Exception(ErrorKind.REPLAYED, Retry.NOW, "the authority holds a newer record");
            case 422 ->
                new Port17Exception(
                        ErrorKind.TARGET_DENIED,
                        "the authority does not dial one of this node's addresses: they have to be public ones, at the ports"
                                + " that it permits");
            case 429, 503 -> new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "the authority is too busy");
            default ->
                new Port17Exception(
                        ErrorKind.PROTOCOL, Retry.LATER, "the authority answers with HTTP status " + status);
        };
    }

    /** Ends the worker threads; what runs fails. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
