package org.port17.netty;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;

/**
 * Keeps short what waits in the system and in the queue of a slow line: it lets bytes go while less than {@link #QUEUE} of those under way
 * wait somewhere, or less than a quarter of them, which the round trip tells (TCP Vegas, Brakmo and others 1994: under way, times the part of the round
 * trip that is above the least one). Loss-based congestion control fills that queue, and then what acknowledges a download waits in it too.
 */
final class SlowLine {
    /** 0.1 s at 1 Mbit/s. */
    static final int QUEUE = 10_000;

    /** A round trip that varies so much without a queue is common. */
    private static final int PART = 4;

    /** Bytes that go at a time, if no cell is larger, and that wait for that behind them. */
    static final int GRANT = 8 * 1024;

    /** How often it looks: {@link #GRANT} each time are 6.5 Mbit/s. */
    static final Duration LOOK = Duration.ofMillis(10);

    /** Paths change: a least round trip is forgotten after one to two of those. */
    static final long PERIOD = Duration.ofMinutes(1).toNanos();

    private final EpollSocketChannel channel;
    private final EpollTcpInfo info = new EpollTcpInfo();
    private long before = Long.MAX_VALUE;
    private long least = Long.MAX_VALUE;
    private long since;

    /**
     * Begins when the connection stands, and nothing can wait yet.
     *
     * @throws ChannelException if the system does not tell
     */
    SlowLine(EpollSocketChannel channel, long nanos) {
        this.channel = channel;
        this.since = nanos;
        channel.tcpInfo(info);
        least(info.rtt(), nanos);
    }

    /** Whether more may go now; so it is where the system does not tell. */
    boolean mayGo(long nanos) {
        try {
            channel.tcpInfo(info);
        } catch (ChannelException e) {
            return true; // a connection never fails over this
        }
        long packets = Math.max(0, info.unacked() - info.sacked() - info.lost());
        long underWay = packets * info.sndMss();
        long waits = waiting(underWay, least(info.rtt(), nanos), info.rtt());
        return packets < info.sndCwnd() && waits < Math.max(QUEUE, underWay / PART);
    }

    /** The least round trip of the last one to two periods, this one included, in microseconds. */
    private long least(long micros, long nanos) {
        if (nanos - since > PERIOD) {
            before = least;
            least = Long.MAX_VALUE;
            since = nanos;
        }
        if (micros > 0) {
            least = Math.min(least, micros);
        }
        return Math.min(before, least);
    }

    /** Bytes of those under way that wait in some queue, if the least round trip is that of none. */
    static long waiting(long underWay, long leastMicros, long micros) {
        return micros <= leastMicros ? 0 : underWay * (micros - leastMicros) / micros;
    }
}
