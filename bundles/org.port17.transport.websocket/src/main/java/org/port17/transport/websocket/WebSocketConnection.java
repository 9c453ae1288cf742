package org.port17.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import javax.net.ssl.SSLException;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netty.ChannelConnection;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.ConnectionEvents;

/**
 * A byte pipe in binary frames. Frame borders mean nothing: each outgoing buffer makes one frame, and what arrives is
 * handed on frame by frame. Stands when the HTTP upgrade is done.
 */
final class WebSocketConnection extends ChannelConnection {
    WebSocketConnection(ByteBufAllocator allocator, ConnectionEvents events) {
        super(allocator, events);
    }

    WebSocketConnection(ByteBufAllocator allocator, Acceptor acceptor) {
        super(allocator, acceptor);
    }

    @Override
    protected void active() {
        // Not yet: the upgrade comes first.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE
                || event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
            stand();
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            fail(new Port17Exception(ErrorKind.TIMEOUT, Retry.ELSEWHERE, "the web server did not answer in time"));
        }
    }

    @Override
    protected Object frame(ByteBuf bytes) {
        return new BinaryWebSocketFrame(bytes);
    }

    @Override
    protected ByteBuf bytes(Object message) {
        if (message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame) {
            return ((WebSocketFrame) message).content();
        }
        if (message instanceof WebSocketFrame) {
            fail(new Port17Exception(ErrorKind.PROTOCOL, Retry.ELSEWHERE, "the neighbour sent a text frame"));
        }
        return null;
    }

    /** The close frame follows the data; the peer answers it and ends the TCP connection (RFC 6455 section 7.1). */
    @Override
    protected void farewell() {
        context().writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
    }

    @Override
    protected Port17Exception translate(Throwable cause) {
        if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
            return new Port17Exception(
                    ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "TLS failed; the certificate may not be trusted");
        }
        if (cause instanceof WebSocketHandshakeException) {
            return new Port17Exception(
                    ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "the web server takes no WebSocket at this path");
        }
        if (cause instanceof DecoderException) {
            return new Port17Exception(
                    ErrorKind.PROTOCOL, Retry.ELSEWHERE, "the neighbour broke the WebSocket protocol");
        }
        return super.translate(cause);
    }
}
