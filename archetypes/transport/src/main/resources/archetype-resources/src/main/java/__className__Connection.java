package ${package};

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.port17.netty.ChannelConnection;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.ConnectionEvents;

/**
 * One wire. The base class batches, keeps back-pressure, and closes in order; what the bytes look like on the wire is
 * decided here. As generated they travel as they are.
 */
final class ${className}Connection extends ChannelConnection {
    ${className}Connection(ByteBufAllocator allocator, ConnectionEvents events) {
        super(allocator, events);
    }

    ${className}Connection(ByteBufAllocator allocator, Acceptor acceptor) {
        super(allocator, acceptor);
    }

    /** What is written for one buffer of outgoing bytes (1 to 262,144); the buffer is yours. */
    @Override
    protected Object frame(ByteBuf bytes) {
        return bytes;
    }

    /** The payload of one message that the pipeline read, or null if it has none. Released for you afterwards. */
    @Override
    protected ByteBuf bytes(Object message) {
        return (ByteBuf) message;
    }

    /** The TCP connection is there. With a handshake of your own, call {@code stand()} when that is done instead. */
    @Override
    protected void active() {
        stand();
    }
}
