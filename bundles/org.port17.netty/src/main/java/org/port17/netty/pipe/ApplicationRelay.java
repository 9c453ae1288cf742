package org.port17.netty.pipe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.TunnelStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays bytes between an application's socket and its stream, both ways and unaltered.
 *
 * <p>Guarantees: FIN goes through as FIN in either direction; the socket ends in RST if the stream fails, and the
 * stream is reset if the socket fails; bytes held here are bounded by the stream's window one way and by one read of the
 * socket the other way.
 */
public final class ApplicationRelay extends ChannelInboundHandlerAdapter implements StreamEvents {
    public static final String NAME = "relay";

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationRelay.class);

    private final Channel channel;
    private final Answer answer;
    private final Batch down;
    private final Queue<ByteBuf> up = new ArrayDeque<>();
    private TunnelStream stream;
    private ErrorKind end = ErrorKind.CLOSED;
    private boolean answered;
    private boolean full;
    private boolean applicationFinished;
    private boolean finishPassedOn;
    private boolean downFinished;
    private boolean over;

    /** What the application is told when the stream's fate is known, for listeners that wait with their answer. */
    public interface Answer {
        /** The answer was given already; a failure is shown by a reset. */
        Answer GIVEN = new Answer() {
            @Override
            public void connected() {}

            @Override
            public boolean failed(Port17Exception reason) {
                return false;
            }
        };

        void connected();

        /** Tells the application and closes; or returns false to have the connection reset. */
        boolean failed(Port17Exception reason);
    }

    public ApplicationRelay(Channel channel, Answer answer) {
        this.channel = channel;
        this.answer = answer;
        this.down = new Batch(channel.alloc(), this::delivered);
    }

    /** The stream whose events come here. Call before the relay joins the pipeline. */
    public void carry(TunnelStream opened) {
        stream = opened;
        down.attach(channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (over) {
            data.release();
            return;
        }
        up.add(data);
        pass();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            applicationFinished = true;
            pass();
        } else if (event instanceof ChannelOutputShutdownEvent && !down.isFinishing()) {
            // Netty ends the output by itself when a write fails in an odd way. That must not look like an end.
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!over) {
            over = true;
            stream.reset(end);
        }
        discard();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        discard();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end = cause instanceof IOException ? ErrorKind.CONNECTION_RESET : ErrorKind.INTERNAL;
        if (end == ErrorKind.INTERNAL) {
            // The message might name an address, so only the class.
            LOG.error("defect in the relay of a stream: {}", cause.getClass().getName());
        }
        ctx.close();
    }

    @Override
    public void connected() {
        if (!answered) {
            answered = true;
            answer.connected();
        }
    }

    @Override
    public void received(byte[] data, int offset, int length) {
        if (!over) {
            down.add(data, offset, length);
        }
    }

    @Override
    public void writable() {
        if (!over && full) {
            full = false;
            pass();
            if (!full && !over && !applicationFinished) {
                channel.config().setAutoRead(true);
            }
        }
    }

    @Override
    public void finished() {
        if (!over) {
            down.finish(() -> {
                downFinished = true;
                settle();
            });
        }
    }

    @Override
    public void failed(Port17Exception reason) {
        if (over) {
            return;
        }
        over = true;
        discard();
        if (answered || !answer.failed(reason)) {
            channel.close();
        }
    }

    private void pass() {
        while (!over && !full && !up.isEmpty()) {
            ByteBuf head = up.element();
            ByteBuffer bytes = head.nioBuffer();
            int before = bytes.remaining();
            stream.send(bytes);
            if (over) {
                return;
            }
            head.skipBytes(before - bytes.remaining());
            if (head.isReadable()) {
                full = true;
                channel.config().setAutoRead(false);
            } else {
                up.remove().release();
            }
        }
        if (!over && up.isEmpty() && applicationFinished && !finishPassedOn) {
            finishPassedOn = true;
            stream.finish();
            settle();
        }
    }

    private void delivered(int bytes) {
        if (!over) {
            stream.consumed(bytes);
        }
    }

    private void settle() {
        if (!over && finishPassedOn && downFinished) {
            over = true;
            Sockets.closeCleanly(channel);
        }
    }

    private void discard() {
        up.forEach(ByteBuf::release);
        up.clear();
        down.discard();
    }
}
