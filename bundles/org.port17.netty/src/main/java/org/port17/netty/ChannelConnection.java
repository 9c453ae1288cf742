package org.port17.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Connection} over a Netty channel: the last handler of the channel's pipeline. It batches what is offered,
 * keeps the marks of back-pressure, holds bytes until the wire stands, and closes without losing what was flushed. As it
 * is, it makes a plain TCP byte pipe; a transport that frames overrides {@link #frame}, {@link #bytes} and {@link
 * #farewell}, and calls {@link #stand} when its own handshake is done.
 *
 * <p>Memory: at most {@link #HIGH} bytes and one offer wait here, on a slow line less ({@link Outflow}).
 */
public class ChannelConnection extends ChannelInboundHandlerAdapter implements Connection {
    /** Bytes of one outgoing buffer at most. */
    public static final int BATCH = 256 * 1024;

    /** From this many unsent bytes on, on slow lines from fewer, {@link #offer} answers false; a refused sender hears {@code writable} at half of them. */
    public static final int HIGH = 2 * Room.MOST;

    /** Seconds that a closed connection may take to send its rest. */
    private static final int LINGER_SECONDS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelConnection.class);
    private final ByteBufAllocator allocator;
    private final Acceptor acceptor;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private Channel channel;
    private ConnectionEvents events;
    private ByteBuf batch;
    private int batchBytes;
    private int expected;
    private final Outflow outflow = new Outflow();
    private boolean refused;
    private boolean reading = true;
    private boolean standing;
    private boolean closed;
    private Port17Exception reason;

    /** A connection that dials. */
    public ChannelConnection(ByteBufAllocator allocator, ConnectionEvents events) {
        this.allocator = allocator;
        this.acceptor = null;
        this.events = events;
    }

    /** An accepted connection; the acceptor is asked for its events when it {@link #stand}s. */
    public ChannelConnection(ByteBufAllocator allocator, Acceptor acceptor) {
        this.allocator = allocator;
        this.acceptor = acceptor;
    }

    /** Tells the connection its channel and watches the attempt to connect. Call it once, right after connecting. */
    public final void dialling(ChannelFuture attempt) {
        channel = attempt.channel();
        attempt.addListener(done -> {
            if (!done.isSuccess()) {
                // Never from inside dial(): the attempt may have failed before it returned.
                channel.eventLoop().execute(() -> failDial(done.cause()));
            }
        });
    }

    private void failDial(Throwable cause) {
        release();
        // The cause's own message names the address, so it is not passed on.
        report(
                cause instanceof ConnectTimeoutException
                        ? new Port17Exception(ErrorKind.TIMEOUT, Retry.ELSEWHERE, "the node did not answer in time")
                        : new Port17Exception(
                                ErrorKind.NODE_UNREACHABLE,
                                cause instanceof NoRouteToHostException ? Retry.LATER : Retry.ELSEWHERE,
                                "the node could not be reached"));
    }

    // --- hooks of a transport ---

    /** What is written for one buffer of outgoing bytes. */
    protected Object frame(ByteBuf bytes) {
        return bytes;
    }

    /** The payload of one inbound message, or null if it has none. Ownership passes through. */
    protected ByteBuf bytes(Object message) {
        return message instanceof ByteBuf buffer ? buffer : null;
    }

    /** Called when the channel is connected. A plain pipe stands at once. */
    protected void active() {
        stand();
    }

    /**
     * Ends a closed connection after everything written before: here with FIN. The peer's bytes are read and dropped
     * meanwhile, since closing over unread bytes would turn the end into a reset and could destroy what is under way.
     */
    protected void farewell() {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (done.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    /** Where a transport writes its own messages. */
    protected final ChannelHandlerContext context() {
        return context;
    }

    /** The wire can carry bytes from now on: what waited leaves, then the core hears of it. */
    protected final void stand() {
        if (closed && waiting.isEmpty()) {
            channel.close();
            return;
        }
        if (acceptor != null && !closed) {
            events = acceptor.accept(this);
        }
        standing = true;
        outflow.stands(context, acceptor == null);
        channel.config().setAutoRead(reading || closed);
        for (ByteBuf chunk = waiting.poll(); chunk != null; chunk = waiting.poll()) {
            write(chunk);
        }
        context.flush();
        if (closed) {
            linger();
        } else if (acceptor == null) {
            events.connected();
        }
    }

    /** Ends the connection and reports why, unless it is closed already. Not from inside a call of the core. */
    protected final void fail(Port17Exception why) {
        channel.close();
        report(why);
    }

    final boolean isOpen() {
        return channel.isOpen();
    }

    /** Runs {@code task} on the loop when the channel is closed for good. */
    final void whenGone(Runnable task) {
        channel.closeFuture().addListener(done -> task.run());
    }

    /** The transport stops: what was flushed is sent, and the core hears {@code closed}. */
    final void retire() {
        if (closed) {
            return;
        }
        close();
        if (events == null) {
            channel.close();
        } else {
            events.closed(new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "the transport was stopped"));
        }
    }

    private void report(Port17Exception why) {
        if (!closed) {
            closed = true;
            dropBatch();
            if (events != null) {
                events.closed(why);
            }
        }
    }

    // --- Connection ---

    @Override
    public final boolean offer(byte[] data, int offset, int length) {
        if (closed) {
            return false;
        }
        int at = offset;
        int left = length;
        while (left > 0) {
            if (batch == null) {
                // Each buffer of a batch is at least as large as all before it, and the first as large as the last
                // batch was: few buffers for bulk, and none of 256 KiB for a tiny answer.
                int size = Math.max(left, Math.max(expected - batchBytes, batchBytes));
                batch = allocator.directBuffer(Math.min(size, BATCH), Math.min(size, BATCH));
            }
            int part = Math.min(left, batch.writableBytes());
            batch.writeBytes(data, at, part);
            batchBytes += part;
            at += part;
            left -= part;
            if (!batch.isWritable()) {
                hand(batch);
                batch = null;
            }
        }
        outflow.given(length);
        refused |= outflow.isFull();
        return !refused;
    }

    @Override
    public final void flush() {
        if (closed) {
            return;
        }
        if (batch != null) {
            hand(batch);
            batch = null;
        }
        expected = Math.min(batchBytes, BATCH);
        batchBytes = 0;
        if (standing) {
            outflow.flush();
        }
    }

    private void hand(ByteBuf chunk) {
        if (standing) {
            write(chunk);
        } else {
            waiting.add(chunk);
        }
    }

    private void write(ByteBuf chunk) {
        int size = chunk.readableBytes();
        context.write(frame(chunk)).addListener(done -> {
            outflow.went(size, done.isSuccess());
            if (refused && !closed && outflow.hasRoom()) {
                channel.eventLoop().execute(this::tellWritable);
            }
        });
    }

    private void tellWritable() {
        if (refused && !closed && outflow.hasRoom() && events != null) {
            refused = false;
            events.writable();
        }
    }

    @Override
    public final boolean writable() {
        return !closed && !refused;
    }

    @Override
    public final void reading(boolean on) {
        reading = on;
        if (standing && !closed) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        dropBatch();
        if (standing) {
            linger();
        } else if (waiting.isEmpty() && acceptor == null) {
            channel.close();
        }
        // Else stand() sends what waits and then ends it.
    }

    private void linger() {
        channel.config().setAutoRead(true);
        ScheduledFuture<?> limit =
                channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(done -> limit.cancel(false));
        farewell();
    }

    @Override
    public final void abort() {
        closed = true;
        dropBatch();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            // Past the pipeline, whose handlers would say good-bye first.
            channel.unsafe().close(channel.unsafe().voidPromise());
        }
    }

    private void dropBatch() {
        if (batch != null) {
            batch.release();
            batch = null;
        }
    }

    private void release() {
        dropBatch();
        for (ByteBuf chunk = waiting.poll(); chunk != null; chunk = waiting.poll()) {
            chunk.release();
        }
    }

    // --- Netty ---

    @Override
    public final void handlerAdded(ChannelHandlerContext added) {
        context = added;
        channel = added.channel();
    }

    @Override
    public final void channelActive(ChannelHandlerContext ignored) {
        active();
    }

    @Override
    public final void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf buffer = bytes(message);
        try {
            for (int i = 0; buffer != null && buffer.isReadable() && i < buffer.nioBufferCount() && !closed; i++) {
                events.received(buffer.nioBufferCount() == 1 ? buffer.nioBuffer() : part(buffer, i));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static ByteBuffer part(ByteBuf buffer, int index) {
        return buffer.nioBuffers()[index];
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ignored) {
        release();
        report(
                reason != null
                        ? reason
                        : new Port17Exception(
                                ErrorKind.NODE_UNREACHABLE, Retry.NOW, "the neighbour closed the connection"));
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (reason == null) {
            reason = translate(cause);
        }
        channel.close();
    }

    /** Why a channel broke. A transport adds what its own codecs throw. */
    protected Port17Exception translate(Throwable cause) {
        if (cause instanceof IOException) {
            return new Port17Exception(ErrorKind.CONNECTION_RESET, Retry.NOW, "the neighbour reset the connection");
        }
        LOG.error("a connection ended by a defect: {}", cause.getClass().getName(), cause);
        return new Port17Exception(ErrorKind.INTERNAL, Retry.NOW, "a defect ended the connection", cause);
    }
}
