package org.port17.netty.pipe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntConsumer;

/**
 * Collects bytes for one socket and hands them over once per turn of the loop: many cells, one system call.
 *
 * <p>Bytes may be added before the socket exists; they leave after {@link #attach}. The number of bytes held is bounded
 * by the credit of whoever adds. On the loop.
 */
public final class Batch {
    private static final int SMALLEST = 2 * 1024;
    private static final int LARGEST = 256 * 1024;

    /**
     * Buffers that the kernel has not taken yet, beyond which no half-empty one is handed over: a peer that sends single
     * bytes to a socket that does not drain would otherwise hold a whole buffer for each.
     */
    private static final int MOST_WAITING = 4;

    private final ByteBufAllocator allocator;
    private final IntConsumer written;
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private Channel channel;
    private ByteBuf open;
    private Runnable afterFin;
    private int turnBytes;
    private int capacity = SMALLEST;
    private boolean scheduled;
    private boolean finishing;
    private boolean discarded;
    private int waiting;

    /** @param written told how many bytes the kernel took, in the order they were added */
    public Batch(ByteBufAllocator allocator, IntConsumer written) {
        this.allocator = allocator;
        this.written = written;
    }

    /** The socket stands: sends what was added so far and everything from now on. */
    public void attach(Channel socket) {
        channel = socket;
        flush();
    }

    /** Copies {@code data[offset .. offset+length)}. */
    public void add(byte[] data, int offset, int length) {
        add(ByteBuffer.wrap(data, offset, length));
    }

    /** Copies what remains in {@code data}. */
    public void add(ByteBuffer data) {
        if (discarded) {
            return;
        }
        turnBytes += data.remaining();
        while (data.hasRemaining()) {
            if (open == null) {
                open = allocator.directBuffer(Math.min(LARGEST, Math.max(capacity, data.remaining())));
            }
            int end = data.limit();
            data.limit(data.position() + Math.min(data.remaining(), open.writableBytes()));
            open.writeBytes(data);
            data.limit(end);
            if (!open.isWritable()) {
                push();
            }
        }
        schedule();
    }

    /** Sends FIN after what was added, then runs {@code then}. Nothing may be added afterwards. */
    public void finish(Runnable then) {
        afterFin = then;
        finishing = true;
        schedule();
    }

    /** Whether {@link #finish} was called. */
    public boolean isFinishing() {
        return finishing;
    }

    /** Frees what was not handed over. Call when the socket is gone. */
    public void discard() {
        discarded = true;
        if (open != null) {
            open.release();
            open = null;
        }
        early.forEach(ByteBuf::release);
        early.clear();
    }

    private void schedule() {
        if (channel != null && !scheduled) {
            scheduled = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        scheduled = false;
        if (discarded) {
            return;
        }
        for (ByteBuf buffer = early.poll(); buffer != null; buffer = early.poll()) {
            write(buffer);
        }
        if (waiting < MOST_WAITING || afterFin != null) {
            push();
        }
        // The next turn probably brings as much as this one did.
        capacity = Math.min(LARGEST, Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, turnBytes)) * 2));
        turnBytes = 0;
        if (afterFin != null) {
            // Netty fails queued writes when the output is shut down, so wait until the kernel has them.
            Runnable then = afterFin;
            afterFin = null;
            channel.write(Unpooled.EMPTY_BUFFER).addListener(done -> {
                if (done.isSuccess()) {
                    shutdownOutput(then);
                }
            });
        }
        channel.flush();
    }

    private void shutdownOutput(Runnable then) {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput().addListener(done -> then.run());
        } else {
            then.run();
        }
    }

    private void push() {
        if (open != null) {
            ByteBuf full = open;
            open = null;
            if (channel == null) {
                early.add(full);
            } else {
                write(full);
            }
        }
    }

    private void write(ByteBuf buffer) {
        int bytes = buffer.readableBytes();
        waiting++;
        ChannelFuture future = channel.write(buffer);
        future.addListener(done -> {
            waiting--;
            if (done.isSuccess()) {
                written.accept(bytes);
                if (open != null && waiting < MOST_WAITING) {
                    schedule();
                }
            }
        });
    }
}
