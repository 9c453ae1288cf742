package org.port17.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one event loop. Its thread starts with the first task; {@link #close} closes every channel on it and ends the
 * thread. The selector's descriptors are opened when the object is made, because services that depend on it need the
 * event loop itself in their constructors.
 */
@Component(
        name = "org.port17.netty",
        service = {Loops.class, Loop.class})
@Designate(ocd = NodeLoops.Config.class)
public final class NodeLoops implements Loops, Loop, AutoCloseable {
    /** Configuration of {@code etc/org.port17.netty.cfg}. */
    @ObjectClassDefinition(name = "Port17 event loop")
    public @interface Config {
        @AttributeDefinition(
                description = "system interface: auto (epoll where it loads, else nio), epoll, nio; default auto",
                options = {@Option("auto"), @Option("epoll"), @Option("nio")})
        String io() default "auto";
    }

    /** Bytes one read takes at most: about 13 bulk records, which is where the cost of system calls vanishes. */
    public static final int READ_MAX = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(NodeLoops.class);
    private static final int READ_MIN = 64 * 1024;
    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(256 * 1024, 512 * 1024);
    private static final int PAGE = 8192;
    /** Chunks of 4 MiB. A buffer larger than a chunk is mapped anew each time, which halves the speed of a link. */
    private static final int CHUNK_ORDER = 9;

    /**
     * Bytes that the system takes of a connection and has not sent yet, about (TCP_NOTSENT_LOWAT): what waits more waits here. Links begin with
     * less ({@link Outflow}).
     */
    private static final long UNSENT = 256 * 1024;

    private static final int CLOSE_SECONDS = 5;

    private final boolean epoll;
    private final PromptNio nio = new PromptNio();
    private final EventLoopGroup group;
    private final EventLoop eventLoop;
    private IoHandler handler;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ByteBufAllocator allocator;

    /** @throws Port17Exception CONFIG if {@code io} is none of its values */
    @Activate
    public NodeLoops(Config config) throws Port17Exception {
        this(IoKind.parse(config.io()));
    }

    /** For use without OSGi. */
    public NodeLoops(IoKind kind) {
        epoll = kind != IoKind.NIO && Epoll.isAvailable();
        if (kind == IoKind.EPOLL && !epoll) {
            LOG.warn("epoll is not available on this system; using nio instead");
        }
        group = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory("port17-loop") {
                    @Override
                    protected Thread newThread(Runnable task, String name) {
                        return super.newThread(task, "port17-loop");
                    }
                },
                remembered(epoll ? SteadyEpoll.newFactory() : nio.handlers()));
        eventLoop = group.next();
        allocator = new PooledByteBufAllocator(true, 0, 1, PAGE, CHUNK_ORDER, 64, 32, true);
    }

    private IoHandlerFactory remembered(IoHandlerFactory factory) {
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor thread) {
                handler = factory.newHandler(thread);
                return handler;
            }

            @Override
            public boolean isChangingThreadSupported() {
                return factory.isChangingThreadSupported();
            }
        };
    }

    @Override
    public Loop loop() {
        return this;
    }

    @Override
    public EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public Bootstrap client() {
        Bootstrap bootstrap = new Bootstrap()
                .group(eventLoop)
                .channelFactory(epoll ? EpollSocketChannel::new : NioSocketChannel::new)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, receiveSizes());
        return epoll ? bootstrap.option(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT) : bootstrap;
    }

    @Override
    public ServerBootstrap server() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoop)
                .channelFactory(epoll ? EpollServerSocketChannel::new : nio::listener)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, receiveSizes());
        return epoll ? bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT) : bootstrap;
    }

    /** One read a turn, so that what a read caused is flushed before the next read adds to it. */
    private static RecvByteBufAllocator receiveSizes() {
        return new AdaptiveRecvByteBufAllocator(READ_MIN, READ_MIN, READ_MAX).maxMessagesPerRead(1);
    }

    @Override
    public ByteBufAllocator allocator() {
        return allocator;
    }

    @Override
    public String kind() {
        return epoll ? "epoll" : "nio";
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public Timer schedule(Runnable task, Duration delay) {
        Future<?> scheduled = eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /**
     * Runs what is queued, closes every channel, ends the thread. Waits for that unless called on the loop itself.
     * Idempotent. (The channels are closed here because Netty 4.2.18 closes them only if it looks between two turns, and
     * ends without that if it is told to end while it runs tasks.)
     */
    @Override
    @Deactivate
    public void close() {
        if (closing.compareAndSet(false, true)) {
            execute(() -> {
                try {
                    handler.prepareToDestroy();
                } finally {
                    group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
                }
            });
        }
        if (!inLoop() && !group.terminationFuture().awaitUninterruptibly(2L * CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.error("the event loop did not end within {} s", 2 * CLOSE_SECONDS);
        }
    }
}
