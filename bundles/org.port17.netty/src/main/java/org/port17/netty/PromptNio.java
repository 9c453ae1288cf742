package org.port17.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * NIO whose listening sockets give their address back when they are closed. The JDK keeps a closed channel's socket
 * open until its selector next looks at its cancelled keys, so a closing listener makes the selector look at once. What
 * that look reports is reported again by the next one, as readiness is a level here and not an edge.
 */
final class PromptNio extends SelectorProvider {
    private final SelectorProvider system = SelectorProvider.provider();
    private AbstractSelector selector;

    IoHandlerFactory handlers() {
        return NioIoHandler.newFactory(this);
    }

    ServerSocketChannel listener() {
        return new NioServerSocketChannel(system) {
            @Override
            protected void doClose() throws Exception {
                super.doClose();
                if (selector != null && selector.isOpen()) {
                    selector.selectNow();
                }
            }
        };
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        selector = system.openSelector();
        return selector;
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return system.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return system.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return system.openPipe();
    }

    @Override
    public java.nio.channels.ServerSocketChannel openServerSocketChannel() throws IOException {
        return system.openServerSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return system.openSocketChannel();
    }
}
