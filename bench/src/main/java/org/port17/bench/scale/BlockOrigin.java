package org.port17.bench.scale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.port17.launcher.cli.HostPort;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;

/** A server on loopback that answers each {@link #REQUEST} with {@link #BLOCK} bytes and closes nothing. */
final class BlockOrigin implements AutoCloseable {
    /** Such a request may be sent before the exit answered, since it changes nothing. */
    private static final String TEXT = "GET / HTTP/1.1\r\nHost: origin\r\n\r\n";

    /** Together with what a cell adds, one bulk cell. */
    static final int BLOCK = 16_000;

    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final int port;

    BlockOrigin() throws InterruptedException {
        Channel listener = loops.server()
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel visitor) {
                        visitor.pipeline().addLast(new Visitor());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    static byte[] request() {
        return TEXT.getBytes(StandardCharsets.US_ASCII);
    }

    HostPort at() {
        return new HostPort("127.0.0.1", port);
    }

    private static final class Visitor extends ChannelInboundHandlerAdapter {
        private static final ByteBuf ANSWER =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer(BLOCK).writeZero(BLOCK));
        private int heard;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf said = (ByteBuf) message;
            heard += said.readableBytes();
            said.release();
            for (; heard >= TEXT.length(); heard -= TEXT.length()) {
                context.write(ANSWER.duplicate(), context.voidPromise());
            }
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A visitor that goes away resets its connection.
            context.close();
        }
    }

    @Override
    public void close() {
        loops.close();
    }
}
