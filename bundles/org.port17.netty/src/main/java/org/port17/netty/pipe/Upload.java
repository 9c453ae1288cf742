package org.port17.netty.pipe;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.port17.api.TunnelStream;

/** Bytes on their way from an application to its stream, as far as the stream's window did not take them yet. */
public final class Upload {
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();

    /** Takes over {@code data}. */
    public void add(ByteBuf data) {
        waiting.add(data);
    }

    /** Gives the stream what it takes. Returns whether that was everything. */
    public boolean passTo(TunnelStream stream) {
        while (!waiting.isEmpty()) {
            ByteBuf head = waiting.element();
            ByteBuffer bytes = head.nioBuffer();
            int before = bytes.remaining();
            stream.send(bytes);
            head.skipBytes(before - bytes.remaining());
            if (head.isReadable()) {
                return false;
            }
            waiting.remove().release();
        }
        return true;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Frees what was not passed on. */
    public void discard() {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }
}
