package org.port17.netty.dial;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netty.pipe.Batch;
import org.port17.netty.pipe.Sockets;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.dialer.Reached;

/**
 * One connection to a destination, from the wish to the end. On the loop.
 *
 * <p>Both FINs end it cleanly; everything else, the end of this process included, is a reset for the destination.
 */
final class DialledConnection implements ExitConnection {
    private static final long LAST_BYTES_SECONDS = 60;

    private final ExitEvents events;
    private final Runnable gone;
    private final Batch up;
    private Channel channel;
    private Reached reached;
    private boolean reading = true;
    private boolean destinationFinished;
    private boolean finishing;
    private boolean finSent;
    private boolean over;
    private Future<?> expiry;

    /** @param gone told once, when the connection counts no more */
    DialledConnection(ByteBufAllocator allocator, ExitEvents events, Runnable gone) {
        this.events = events;
        this.gone = gone;
        this.up = new Batch(allocator, this::onSent);
    }

    @Override
    public void send(ByteBuffer data) {
        if (over || finishing) {
            data.position(data.limit());
        } else {
            up.add(data);
        }
    }

    @Override
    public Optional<Reached> reached() {
        return Optional.ofNullable(reached);
    }

    @Override
    public void finish() {
        if (!over && !finishing) {
            finishing = true;
            up.finish(() -> {
                finSent = true;
                settle();
            });
            expire();
        }
    }

    @Override
    public void reset() {
        end();
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        if (channel != null && !over && !destinationFinished) {
            channel.config().setAutoRead(on);
        }
    }

    boolean isOver() {
        return over;
    }

    /** The socket stands; it was made with reading off. */
    void onConnected(Channel socket, Reached to) {
        channel = socket;
        reached = to;
        events.connected();
        if (!over) {
            up.attach(socket);
            socket.config().setAutoRead(reading);
        }
    }

    void onReceived(ByteBuffer data) {
        if (!over) {
            events.received(data);
        }
    }

    void onFinished() {
        if (!over && !destinationFinished) {
            destinationFinished = true;
            events.finished();
            settle();
            expire();
        }
    }

    /** Both ends said all they have: a destination that does not take the rest may not hold its place for ever. */
    private void expire() {
        if (!over && destinationFinished && finishing && expiry == null) {
            expiry = channel.eventLoop().schedule(this::end, LAST_BYTES_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** The output was ended, by {@link #finish} or by Netty after a failed write. */
    void onOutputEnded() {
        if (!finishing) {
            onClosed();
        }
    }

    void onClosed() {
        fail(new Port17Exception(ErrorKind.CONNECTION_RESET, Retry.LATER, "the destination reset the connection"));
    }

    /** Ends with a reset and tells the reason. */
    void fail(Port17Exception reason) {
        if (!over) {
            end();
            events.failed(reason);
        }
    }

    private void onSent(int bytes) {
        if (!over) {
            events.sent(bytes);
        }
    }

    private void settle() {
        if (!over && destinationFinished && finSent) {
            leave();
            Sockets.closeCleanly(channel);
        }
    }

    private void end() {
        if (!over) {
            leave();
            if (channel != null) {
                channel.close();
            }
        }
    }

    private void leave() {
        over = true;
        up.discard();
        if (expiry != null) {
            expiry.cancel(false); // else it would keep all this for a minute, of which an exit sees thousands a second
        }
        gone.run();
    }
}
