package org.port17.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the congestion control of a socket (TCP_CONGESTION of tcp(7)). On loopback a pacing algorithm such as bbr costs
 * timers and gains nothing, hence a choice of its own. Works on epoll only; NIO has no such option.
 */
final class Congestion {
    private static final Logger LOG = LoggerFactory.getLogger(Congestion.class);
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CONGESTION = 13;
    private static final int NAME_MAX = 16;
    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, NAME_MAX);
    private final Settings settings;

    Congestion(Settings settings) {
        this.settings = settings;
    }

    /** A system that does not know or permit the algorithm keeps its own; a connection never fails over this. */
    void apply(Channel channel, InetSocketAddress peer) {
        String name = peer.getAddress().isLoopbackAddress() ? settings.congestionLoopback() : settings.congestion();
        if (name.equals(Settings.SYSTEM) || !(channel instanceof EpollSocketChannel)) {
            return;
        }
        ByteBuffer value = ByteBuffer.allocate(NAME_MAX);
        value.put(name.getBytes(StandardCharsets.US_ASCII)).clear();
        try {
            channel.config().setOption(OPTION, value);
        } catch (ChannelException e) {
            LOG.debug("congestion control {} is not available here", name, e);
        }
    }
}
