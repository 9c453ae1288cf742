package org.port17.edge.socks;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.api.Tunnels;
import org.port17.netty.pipe.ApplicationRelay;
import org.port17.netty.pipe.Farewell;
import org.port17.netty.pipe.HandshakeDeadline;
import org.port17.netty.pipe.Sockets;

/**
 * Connects: opens the stream a {@link SocksRequest} asks for, answers, and makes room for the relay.
 *
 * <p>Without {@code strict} the answer is given as soon as the stream is open, so that an application's first bytes
 * leave with the route's set-up. What this client knows at once is refused with its code; a later failure is a reset.
 */
final class SocksConnect extends SimpleChannelInboundHandler<SocksRequest> {
    static final String NAME = "connect";
    private final Tunnels tunnels;
    private final boolean strict;

    SocksConnect(Tunnels tunnels, boolean strict) {
        this.tunnels = tunnels;
        this.strict = strict;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, SocksRequest request) {
        Channel channel = ctx.channel();
        ApplicationRelay relay =
                new ApplicationRelay(channel, strict ? new LateAnswer(channel) : ApplicationRelay.Answer.GIVEN);
        try {
            relay.carry(tunnels.open(new StreamRequest(request.destination(), request.application(), "socks"), relay));
        } catch (Port17Exception e) {
            Farewell.say(channel, SocksReply.of(e.kind()).bytes());
            return;
        }
        if (!strict) {
            ctx.writeAndFlush(SocksReply.SUCCEEDED.bytes());
        }
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.remove(HandshakeDeadline.NAME);
        pipeline.replace(this, ApplicationRelay.NAME, relay);
        pipeline.remove(SocksHandshake.NAME);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // The application left before it said what it wants.
            Sockets.closeCleanly(ctx.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Waits with the reply until the destination's fate is known. */
    private record LateAnswer(Channel channel) implements ApplicationRelay.Answer {
        @Override
        public void connected() {
            channel.writeAndFlush(SocksReply.SUCCEEDED.bytes());
        }

        @Override
        public boolean failed(Port17Exception reason) {
            ByteBuf reply = SocksReply.of(reason.kind()).bytes();
            Farewell.say(channel, reply);
            return true;
        }
    }
}
