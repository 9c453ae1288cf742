package org.port17.netty.dial;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;

/** Relays what happens on a destination's socket to its {@link DialledConnection}. */
final class SocketRelay extends ChannelInboundHandlerAdapter {
    static final String NAME = "relay";
    private final DialledConnection connection;

    SocketRelay(DialledConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        try {
            connection.onReceived(data.nioBuffer());
        } finally {
            data.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            connection.onFinished();
        } else if (event instanceof ChannelOutputShutdownEvent) {
            connection.onOutputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.onClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
