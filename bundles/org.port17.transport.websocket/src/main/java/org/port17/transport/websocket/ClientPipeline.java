package org.port17.transport.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.time.Duration;
import org.port17.netty.ChannelConnection;

/** A dialled channel. The HTTP handlers leave when the upgrade is done; TLS, where used, is put in front. */
final class ClientPipeline extends ChannelInitializer<Channel> {
    /** The most of an answer that is read, should the server refuse with a page. */
    private static final int MAX_ANSWER = 64 * 1024;

    private final WebAddress peer;
    private final Duration patience;
    private final WebSocketConnection connection;

    ClientPipeline(WebAddress peer, Duration patience, WebSocketConnection connection) {
        this.peer = peer;
        this.patience = patience;
        this.connection = connection;
    }

    @Override
    protected void initChannel(Channel channel) {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(peer.uri())
                .version(WebSocketVersion.V13)
                .maxFramePayloadLength(ChannelConnection.BATCH)
                .handshakeTimeoutMillis(patience.toMillis())
                .generateOriginHeader(false)
                .sendCloseFrame(null)
                .withUTF8Validator(false)
                .build();
        channel.pipeline()
                .addLast(ServerPipeline.HTTP, new HttpClientCodec())
                .addLast(ServerPipeline.WHOLE_REQUESTS, new HttpObjectAggregator(MAX_ANSWER, true))
                .addLast(DropPings.NAME, new DropPings())
                .addLast(ServerPipeline.WEBSOCKET, new WebSocketClientProtocolHandler(config))
                .addLast(ServerPipeline.CONNECTION, connection);
    }
}
