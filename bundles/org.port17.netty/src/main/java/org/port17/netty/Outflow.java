package org.port17.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.util.concurrent.TimeUnit;

/**
 * What a connection was given and the system has not taken, and when it is given to the system. Little waits behind a slow line, so
 * that whoever gives decides until late what goes first.
 */
final class Outflow {
    private final Room room = new Room();
    private ChannelHandlerContext context;
    private SlowLine line;
    private int held;
    private boolean looking;

    /**
     * The connection can carry bytes.
     *
     * @param dialled a node has many that dialled it, and each slow one would have to be looked at; who has a slow line dials
     */
    void stands(ChannelHandlerContext standing, boolean dialled) {
        context = standing;
        if (dialled && standing.channel() instanceof EpollSocketChannel epoll && epoll.isOpen()) {
            line = slowLine(epoll);
        }
        tellTheSystem(standing.channel());
    }

    private static SlowLine slowLine(EpollSocketChannel epoll) {
        try {
            return new SlowLine(epoll, System.nanoTime());
        } catch (ChannelException e) {
            return null; // it does not tell round trips
        }
    }

    void given(int bytes) {
        held += bytes;
    }

    /** Whether whoever gives should wait. */
    boolean isFull() {
        return held >= 2 * mayWait();
    }

    /** Whether whoever waited may give again. */
    boolean hasRoom() {
        return held <= mayWait();
    }

    private int mayWait() {
        return onSlowLine() ? SlowLine.GRANT / 2 : room.bytes();
    }

    private boolean onSlowLine() {
        return line != null && room.isSlow();
    }

    /** The system took that much of what was written to the context, or it is lost. */
    void went(int bytes, boolean taken) {
        held -= bytes;
        if (taken) {
            long now = System.nanoTime();
            if (room.took(bytes, now)) {
                tellTheSystem(context.channel());
            }
            if (held > 0) {
                room.full(now);
            }
        }
    }

    /** Where it cannot be told it holds what it likes. */
    private void tellTheSystem(Channel channel) {
        if (channel.isOpen() && channel.config() instanceof EpollSocketChannelConfig epoll) {
            epoll.setTcpNotSentLowAt(room.bytes());
        }
    }

    /** Gives the system what was written to the context, soon. */
    void flush() {
        if (!onSlowLine()) {
            flushNow();
        } else if (!looking && context.channel().isOpen()) {
            look();
        }
    }

    private void flushNow() {
        context.flush();
        if (held > 0) {
            room.full(System.nanoTime());
        }
    }

    private void look() {
        if (line.mayGo(System.nanoTime())) {
            flushNow();
        }
        looking = true;
        context.executor().schedule(this::lookAgain, SlowLine.LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAgain() {
        looking = false;
        if (held > 0) {
            flush();
        }
    }
}
