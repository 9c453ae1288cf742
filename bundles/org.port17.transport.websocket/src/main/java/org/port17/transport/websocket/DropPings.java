package org.port17.transport.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;

/** Drops pings while the peer takes nothing: a peer that pings and never reads could fill this node's memory. */
final class DropPings extends ChannelInboundHandlerAdapter {
    static final String NAME = "drop-pings";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
            ping.release();
        } else {
            context.fireChannelRead(message);
        }
    }
}
