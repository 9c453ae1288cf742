package org.port17.netty.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final int BYTES = 5_000;

    /** A kernel that takes nothing until told. */
    private static final class Stuck extends ChannelOutboundHandlerAdapter {
        final Deque<ByteBuf> buffers = new ArrayDeque<>();
        final Deque<ChannelPromise> promises = new ArrayDeque<>();
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            buffers.add((ByteBuf) message);
            promises.add(promise);
        }

        long held() {
            return buffers.stream().mapToLong(ByteBuf::capacity).sum();
        }

        void take() {
            ByteBuf buffer = buffers.remove();
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            taken.writeBytes(bytes);
            buffer.release();
            promises.remove().setSuccess();
        }
    }

    @Test
    void singleBytesToASocketThatDoesNotDrainHoldLittleMemoryAndAllArrive() {
        Stuck kernel = new Stuck();
        EmbeddedChannel channel = new EmbeddedChannel(kernel);
        int[] sent = {0};
        Batch batch = new Batch(UnpooledByteBufAllocator.DEFAULT, bytes -> sent[0] += bytes);
        batch.attach(channel);
        for (int i = 0; i < BYTES; i++) {
            batch.add(new byte[] {(byte) i}, 0, 1);
            channel.runPendingTasks();
        }
        assertTrue(kernel.held() <= 16 * BYTES, "held " + kernel.held() + " for " + BYTES + " bytes");
        while (!kernel.buffers.isEmpty()) {
            kernel.take();
            channel.runPendingTasks();
        }
        assertEquals(BYTES, sent[0]);
        byte[] all = kernel.taken.toByteArray();
        assertEquals(BYTES, all.length);
        for (int i = 0; i < BYTES; i++) {
            assertEquals((byte) i, all[i]);
        }
        channel.close();
    }
}
