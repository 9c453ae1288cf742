package org.port17.transport.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.port17.netty.ChannelConnection;

/** Accepted channels. The HTTP handlers leave when the upgrade is done. */
final class ServerPipeline extends ChannelInitializer<Channel> {
    static final String HTTP = "http";
    static final String WHOLE_REQUESTS = "whole-requests";
    static final String WEBSOCKET = "websocket";
    static final String CONNECTION = "connection";

    /** An upgrade has no body; a request with one is answered 413. */
    private static final int MAX_BODY = 1024;

    private final Security security;
    private final String path;
    private final Duration patience;
    private final Supplier<WebSocketConnection> connections;

    ServerPipeline(Security security, String path, Duration patience, Supplier<WebSocketConnection> connections) {
        this.security = security;
        this.path = path;
        this.patience = patience;
        this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath(path)
                .handshakeTimeoutMillis(patience.toMillis())
                .sendCloseFrame(null)
                .decoderConfig(decoder(true))
                .build();
        channel.pipeline()
                .addLast(HTTP, new HttpServerCodec())
                .addLast(WHOLE_REQUESTS, new HttpObjectAggregator(MAX_BODY, true))
                .addLast(AnswerPlainRequests.NAME, new AnswerPlainRequests(path))
                .addLast(DropPings.NAME, new DropPings())
                .addLast(WEBSOCKET, new WebSocketServerProtocolHandler(config))
                .addLast(CONNECTION, connections.get());
        security.secureServer(channel);
        // Netty's own limit starts only with the upgrade request; a visitor that sends none must not stay for ever.
        ScheduledFuture<?> limit = channel.eventLoop()
                .schedule(
                        () -> {
                            if (channel.pipeline().get(HTTP) != null) {
                                channel.close();
                            }
                        },
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(done -> limit.cancel(false));
    }

    /** Frames of at most one batch, no extensions, masked exactly as RFC 6455 section 5.1 demands. */
    static WebSocketDecoderConfig decoder(boolean masked) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(ChannelConnection.BATCH)
                .expectMaskedFrames(masked)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(true)
                .withUTF8Validator(false)
                .build();
    }
}
