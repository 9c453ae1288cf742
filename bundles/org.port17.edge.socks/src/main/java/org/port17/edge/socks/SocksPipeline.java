package org.port17.edge.socks;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import org.port17.api.Tunnels;
import org.port17.netty.pipe.HandshakeDeadline;

/** The handlers of one application's connection, in order. The relay takes the place of all three. */
final class SocksPipeline extends ChannelInitializer<Channel> {
    private final Tunnels tunnels;
    private final boolean strict;
    private final int handshakeSeconds;

    SocksPipeline(Tunnels tunnels, boolean strict, int handshakeSeconds) {
        this.tunnels = tunnels;
        this.strict = strict;
        this.handshakeSeconds = handshakeSeconds;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(HandshakeDeadline.NAME, new HandshakeDeadline(handshakeSeconds))
                .addLast(SocksHandshake.NAME, new SocksHandshake())
                .addLast(SocksConnect.NAME, new SocksConnect(tunnels, strict));
    }
}
