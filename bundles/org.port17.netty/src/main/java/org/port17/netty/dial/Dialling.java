package org.port17.netty.dial;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netty.Loops;
import org.port17.netty.pipe.CellReads;
import org.port17.netty.pipe.Sockets;
import org.port17.spi.dialer.Reached;

/**
 * One attempt to reach a destination: judges the addresses, dials the permitted ones in turn until one answers.
 *
 * <p>An address that passed is dialled as it is; the name is never resolved again, so an answer that changes meanwhile
 * (DNS rebinding) changes nothing.
 */
final class Dialling {
    private static final int SHORTEST_TRY_MS = 2_000;

    private final Loops loops;
    private final Terms terms;
    private final Destination destination;
    private final DialledConnection connection;
    private final long deadline;
    private final Loop.Timer timer;
    private final Queue<InetSocketAddress> untried = new ArrayDeque<>();
    private Channel current;

    Dialling(Loops loops, Terms terms, Destination destination, DialledConnection connection) {
        this.loops = loops;
        this.terms = terms;
        this.destination = destination;
        this.connection = connection;
        Duration patience = terms.patience();
        this.deadline = loops.loop().nanos() + patience.toNanos();
        this.timer = loops.loop().schedule(() -> fail(ConnectFailure.timeout()), patience);
    }

    /** The name's addresses are known. */
    void found(List<InetAddress> addresses) {
        for (InetAddress address : addresses) {
            InetSocketAddress candidate = new InetSocketAddress(address, destination.port());
            if (terms.permits().test(candidate)) {
                untried.add(candidate);
            }
        }
        if (addresses.isEmpty()) {
            fail(Resolution.nameNotFound());
        } else if (untried.isEmpty()) {
            fail(new Port17Exception(ErrorKind.TARGET_DENIED, Retry.NEVER, terms.refusal()));
        } else {
            next();
        }
    }

    /** Gives up, with the reason. */
    void fail(Port17Exception reason) {
        timer.cancel();
        connection.fail(reason);
        abandonCurrent();
    }

    /** The caller gave up. */
    void abandon() {
        timer.cancel();
        abandonCurrent();
    }

    private void abandonCurrent() {
        untried.clear();
        if (current != null && !current.isActive()) {
            current.close();
        }
    }

    private void next() {
        if (connection.isOver()) {
            return;
        }
        InetSocketAddress address = untried.remove();
        int leftMs = (int)
                Math.max(1, Duration.ofNanos(deadline - loops.loop().nanos()).toMillis());
        int tryMs = Math.min(leftMs, Math.max(SHORTEST_TRY_MS, leftMs / (untried.size() + 1)));
        Bootstrap socket = loops.client()
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.SO_LINGER, Sockets.RESET_ON_CLOSE)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, tryMs)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new CellReads())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // The relay joins when the connection stands: a failed try is no event of it.
                    }
                });
        long started = loops.loop().nanos();
        ChannelFuture attempt = socket.connect(address, from(address.getAddress()));
        current = attempt.channel();
        attempt.addListener((ChannelFutureListener) done -> tried(done, address.getAddress(), started));
    }

    /** Null where the system chooses. */
    private SocketAddress from(InetAddress to) {
        return terms.source()
                .filter(own -> own.getAddress().length == to.getAddress().length)
                .map(own -> new InetSocketAddress(own, 0))
                .orElse(null);
    }

    private void tried(ChannelFuture attempt, InetAddress address, long started) {
        if (connection.isOver()) {
            timer.cancel();
            attempt.channel().close();
        } else if (attempt.isSuccess()) {
            timer.cancel();
            attempt.channel().pipeline().addLast(SocketRelay.NAME, new SocketRelay(connection));
            connection.onConnected(
                    attempt.channel(),
                    new Reached(address, Duration.ofNanos(loops.loop().nanos() - started)));
        } else if (untried.isEmpty()) {
            fail(ConnectFailure.of(attempt.cause()));
        } else {
            next();
        }
    }
}
