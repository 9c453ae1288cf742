package org.port17.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the congestion control of a socket (TCP_CONGESTION of tcp(7)). On loopback a pacing algorithm such as bbr costs
 * timers and gains nothing, hence a choice of its own. Works on epoll only; NIO has no such option.
 *
 * <p>A pacing algorithm does not begin: of a connection that carries little it knows no bandwidth, and spreads the few packets
 * of a request over milliseconds at every hop. Such a connection begins with one that does not pace, which sends as many at once
 * as any fresh connection may (RFC 6928), and takes the pacing one when it carries much. Not the other way round: Linux
 * goes on pacing a socket that ever was. Where it is only the system's choice, a connection that carries much is cubic's. What the system chose for it is
 * a pacing one's on a {@link LossyPath}, where the system has one and permits it.
 */
final class Congestion {
    private static final Logger LOG = LoggerFactory.getLogger(Congestion.class);
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CONGESTION = 13;
    private static final int NAME_MAX = 16;
    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, NAME_MAX);

    /** Every Linux has it and permits it to everybody. */
    private static final String UNPACED = "reno";
    /** Linux's own choice. */
    private static final String CALM = "cubic";

    private static final String PACED = "bbr";

    private final Settings settings;
    private final Predicate<String> paces;

    Congestion(Settings settings) {
        this(settings, name -> name.startsWith("bbr"));
    }

    /** For tests: on systems whose algorithms do not pace. */
    Congestion(Settings settings, Predicate<String> paces) {
        this.settings = settings;
        this.paces = paces;
    }

    /** A socket that is about to dial. */
    Pacing dialled(Channel fresh, InetSocketAddress peer) {
        return begin(fresh, peer, read(fresh));
    }

    /**
     * A socket that is about to listen; what it accepts has its algorithm from the first moment.
     *
     * @return what the system would have used, for {@link #accepted}
     */
    String listening(Channel fresh) {
        String system = read(fresh);
        if (paces.test(named(settings.congestion(), system))) {
            set(fresh, UNPACED);
        }
        return system;
    }

    /** @param system what {@link #listening} said of the socket that accepted */
    Pacing accepted(Channel channel, InetSocketAddress peer, String system) {
        return begin(channel, peer, system);
    }

    private Pacing begin(Channel channel, InetSocketAddress peer, String system) {
        String setting = peer.getAddress().isLoopbackAddress() ? settings.congestionLoopback() : settings.congestion();
        String name = named(setting, system);
        boolean pacing = paces.test(name);
        set(channel, pacing ? UNPACED : name);
        if (setting.equals(Settings.SYSTEM) && channel instanceof EpollSocketChannel socket && !name.isEmpty()) {
            return pacing
                    ? new Pacing(() -> set(channel, CALM), new LossyPath(new Watched(socket, name, CALM)))
                    : new Pacing(null, new LossyPath(new Watched(socket, PACED, name)));
        }
        return pacing ? new Pacing(() -> set(channel, name), null) : Pacing.NEVER;
    }

    private static String named(String setting, String system) {
        return setting.equals(Settings.SYSTEM) ? system : setting;
    }

    /** The name in force; empty where there is none to be had. */
    private static String read(Channel channel) {
        if (!supported(channel)) {
            return "";
        }
        try {
            String name = StandardCharsets.US_ASCII
                    .decode(channel.config().getOption(OPTION))
                    .toString();
            int end = name.indexOf('\0');
            return end < 0 ? name : name.substring(0, end);
        } catch (ChannelException e) {
            LOG.debug("the system does not tell its congestion control", e);
            return "";
        }
    }

    /** A system that does not know or permit the algorithm keeps its own; a connection never fails over this. */
    private static void set(Channel channel, String name) {
        if (name.isEmpty() || !supported(channel)) {
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

    /** A socket as the system sees it. */
    private static final class Watched implements LossyPath.Socket {
        private final EpollSocketChannel channel;
        private final String pacing;
        private final String other;
        private final EpollTcpInfo info = new EpollTcpInfo();

        Watched(EpollSocketChannel channel, String pacing, String other) {
            this.channel = channel;
            this.pacing = pacing;
            this.other = other;
        }

        @Override
        public void look() {
            try {
                channel.tcpInfo(info);
            } catch (ChannelException e) {
                LOG.debug("the system does not tell of a connection", e); // it stays as it was
            }
        }

        @Override
        public long sentAgain() {
            return info.totalRetrans();
        }

        @Override
        public long packet() {
            return info.sndMss();
        }

        @Override
        public long roundTripMicros() {
            return info.rtt();
        }

        @Override
        public void pace(boolean paced) {
            set(channel, paced ? pacing : other);
        }
    }

    private static boolean supported(Channel channel) {
        return channel instanceof EpollSocketChannel || channel instanceof EpollServerSocketChannel;
    }
}
