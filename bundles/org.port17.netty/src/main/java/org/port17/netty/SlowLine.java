package org.port17.netty;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.time.Duration;

/**
 * Keeps short what waits in the system and in the queue of a slow line: it lets bytes go while less than {@link #QUEUE} of those under way
 * wait somewhere, which the round trip tells (TCP Vegas, Brakmo and others 1994: under way, times the part of the round trip that is above
 * the least one). Loss-based congestion control fills that queue, and then what acknowledges a download waits in it too. Where the line
 * turns out to take all it is given, it is slow no more.
 */
final class SlowLine {
    /** 0.1 s at 1 Mbit/s. */
    static final int QUEUE = 10_000;

    /** Bytes that go at a time, about, and that wait for that behind them. */
    static final int GRANT = 8 * 1024;

    /** How often it looks: {@link #GRANT} each time are 6.5 Mbit/s. */
    static final Duration LOOK = Duration.ofMillis(10);

    /** So many grants in a row, while more waited, and the line is not slow. */
    static final int QUICK = 20;

    private final EpollSocketChannel channel;
    private final EpollTcpInfo info = new EpollTcpInfo();
    private long leastMicros = Long.MAX_VALUE;
    private int granted;

    /** Begins when the connection stands, and nothing can wait yet. */
    SlowLine(EpollSocketChannel channel) {
        this.channel = channel;
        channel.tcpInfo(info);
        mayGo(0, info.rtt());
    }

    /** Whether more may go now. */
    boolean mayGo() {
        channel.tcpInfo(info);
        boolean mayGo = info.unacked() < info.sndCwnd() && mayGo(info.unacked() * (long) info.sndMss(), info.rtt());
        granted = mayGo ? granted + 1 : 0;
        return mayGo;
    }

    private boolean mayGo(long underWay, long micros) {
        if (micros > 0) {
            leastMicros = Math.min(leastMicros, micros);
        }
        return waiting(underWay, leastMicros, micros) < QUEUE;
    }

    /** Bytes of those under way that wait in some queue, if the least round trip is that of none. */
    static long waiting(long underWay, long leastMicros, long micros) {
        return micros <= leastMicros ? 0 : underWay * (micros - leastMicros) / micros;
    }

    /** Whether it took all it was given for long. */
    boolean isQuick() {
        return granted > QUICK;
    }

    /** Nothing waits at the moment. */
    void idle() {
        granted = 0;
    }
}
