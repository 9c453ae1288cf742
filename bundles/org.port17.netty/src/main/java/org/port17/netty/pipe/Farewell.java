package org.port17.netty.pipe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Says one last thing to an application and closes cleanly.
 *
 * <p>Closing while input is unread makes the kernel send RST, which can destroy the answer on its way; so the input is
 * thrown away until the application closes, at most two seconds.
 */
public final class Farewell extends ChannelInboundHandlerAdapter {
    public static final String NAME = "farewell";
    private static final int PATIENCE_SECONDS = 2;

    private Farewell() {}

    /** Takes over {@code channel}: sends {@code last}, then FIN; every other handler leaves the pipeline. */
    public static void say(Channel channel, ByteBuf last) {
        if (!channel.isActive()) {
            last.release();
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NAME) != null) {
            last.release();
            return;
        }
        Farewell farewell = new Farewell();
        pipeline.addLast(NAME, farewell);
        for (Map.Entry<String, ChannelHandler> entry : pipeline.toMap().entrySet()) {
            if (entry.getValue() != farewell) {
                pipeline.remove(entry.getValue());
            }
        }
        channel.config().setAutoRead(true);
        channel.writeAndFlush(last).addListener(done -> {
            if (!done.isSuccess()) {
                channel.close();
            } else if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
                duplex.shutdownOutput();
                channel.eventLoop().schedule(() -> Sockets.closeCleanly(channel), PATIENCE_SECONDS, TimeUnit.SECONDS);
            } else {
                Sockets.closeCleanly(channel);
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                && ctx.channel() instanceof DuplexChannel duplex
                && duplex.isOutputShutdown()) {
            Sockets.closeCleanly(ctx.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
