package org.port17.netty.pipe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Closes a connection that has not said what it wants in time. Leaves the pipeline when the handshake is done. */
public final class HandshakeDeadline extends ChannelInboundHandlerAdapter {
    public static final String NAME = "handshake-deadline";
    private final int seconds;
    private Future<?> timer;

    public HandshakeDeadline(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.cancel(false);
    }
}
