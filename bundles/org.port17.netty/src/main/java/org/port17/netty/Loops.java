package org.port17.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Loop;

/**
 * Service: the node's one data-plane thread as Netty sees it. Every transport, edge and dialer uses it, so that no cell
 * changes threads. Also registers the same thread as a {@link Loop} service.
 */
@ProviderType
public interface Loops {
    Loop loop();

    EventLoop eventLoop();

    /** A client bootstrap on the loop with the channel class that fits (epoll, else NIO), TCP_NODELAY and the allocator. */
    Bootstrap client();

    /** A server bootstrap on the loop, likewise, with SO_REUSEADDR. Open it with {@link ListeningSocket}. */
    ServerBootstrap server();

    /** The pool that both bootstraps use; its chunks are larger than any buffer of the data path. */
    ByteBufAllocator allocator();

    /** {@code epoll} or {@code nio}. */
    String kind();
}
