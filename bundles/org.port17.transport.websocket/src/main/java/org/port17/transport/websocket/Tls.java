package org.port17.transport.websocket;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * TLS by the JDK. The trust store and the key file are read once, on a thread of their own, since both are files and the
 * loop must not wait for them; an attempt to connect waits without holding the loop.
 */
final class Tls implements Security {
    static final String NAME = "tls";
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private final TlsSettings settings;
    private final CompletableFuture<SslContext> client;
    private final CompletableFuture<SslContext> server;

    Tls(TlsSettings settings) {
        this.settings = settings;
        client = new CompletableFuture<>();
        server = new CompletableFuture<>();
        Thread reader = new Thread(this::read, "port17-tls-files");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            server.complete(settings.server().isPresent() ? serverContext() : null);
        } catch (SSLException | IllegalArgumentException e) {
            server.completeExceptionally(e);
        }
        try {
            client.complete(clientContext());
        } catch (SSLException | IllegalArgumentException e) {
            client.completeExceptionally(e);
        }
    }

    private SslContext clientContext() throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols(VERSIONS);
        return switch (settings.verify()) {
            case SYSTEM -> builder.endpointIdentificationAlgorithm("HTTPS").build();
            case PIN ->
                builder.trustManager(new PinnedKeys(settings.pins()))
                        .endpointIdentificationAlgorithm("")
                        .build();
            case NONE ->
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm("")
                        .build();
        };
    }

    private SslContext serverContext() throws SSLException {
        TlsSettings.Server files = settings.server().orElseThrow();
        return SslContextBuilder.forServer(
                        files.certificate().toFile(), files.key().toFile())
                .sslProvider(SslProvider.JDK)
                .protocols(VERSIONS)
                .build();
    }

    @Override
    public CompletableFuture<Void> secureClient(Channel channel, WebAddress peer) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        client.whenComplete((context, failure) -> channel.eventLoop().execute(() -> {
            if (failure == null) {
                channel.pipeline()
                        .addFirst(
                                NAME,
                                context.newHandler(
                                        channel.alloc(),
                                        peer.host(),
                                        peer.socket().getPort()));
                ready.complete(null);
            } else {
                ready.completeExceptionally(new Port17Exception(
                        ErrorKind.CONFIG, Retry.NEVER, "the system's trust store cannot be read", failure));
            }
        }));
        return ready;
    }

    /** May wait for the key file, once, right after the transport was started. */
    @Override
    public void readyToListen() throws Port17Exception {
        if (settings.server().isEmpty()) {
            throw TlsSettings.wrong("tls.certificate and tls.key must name PEM files to listen on wss");
        }
        try {
            server.join();
        } catch (CompletionException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    Retry.NEVER,
                    TlsSettings.FILE + ": tls.certificate or tls.key cannot be read as PEM",
                    e.getCause());
        }
    }

    @Override
    public void secureServer(Channel channel) {
        channel.pipeline().addFirst(NAME, server.join().newHandler(channel.alloc()));
    }
}
