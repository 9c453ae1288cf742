package org.port17.transport.tcp;

import io.netty.buffer.ByteBuf;
import org.port17.api.Loop;
import org.port17.netty.ChannelConnection;
import org.port17.netty.Loops;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.ConnectionEvents;

/** A plain pipe that is paced when it carries much. */
final class TcpConnection extends ChannelConnection {
    private final Loop loop;
    private Pacing pacing = Pacing.NEVER;

    /** A connection that dials. */
    TcpConnection(Loops loops, ConnectionEvents events) {
        super(loops.allocator(), events);
        this.loop = loops.loop();
    }

    /** An accepted connection. */
    TcpConnection(Loops loops, Acceptor acceptor) {
        super(loops.allocator(), acceptor);
        this.loop = loops.loop();
    }

    /** Call it before anything is sent. */
    void pacing(Pacing chosen) {
        pacing = chosen;
    }

    @Override
    protected Object frame(ByteBuf bytes) {
        if (pacing != Pacing.NEVER) {
            pacing.sends(bytes.readableBytes(), loop.nanos());
        }
        return bytes;
    }
}
