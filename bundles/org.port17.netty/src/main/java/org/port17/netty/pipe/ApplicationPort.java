package org.port17.netty.pipe;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.port17.api.view.StatusView;
import org.port17.netty.Loops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local port where applications come in.
 *
 * <p>Guarantees: at most {@code maxConnections} connections at a time, further ones are reset at once; a port that is
 * taken is tried again every two seconds, with one clear message; closing resets every connection.
 */
public final class ApplicationPort {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationPort.class);
    private static final int RETRY_SECONDS = 2;
    private static final int CLOSE_SECONDS = 5;

    private final Loops loops;
    private final Purpose purpose;
    private final InetSocketAddress address;
    private final int maxConnections;
    private final Supplier<ChannelHandler> pipeline;
    private final ChannelGroup connections;
    private final CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
    private Channel listener;
    private boolean complained;
    private boolean closed;

    /**
     * Words for the operator.
     *
     * @param name what listens here, such as {@code SOCKS5}
     * @param pid the configuration that sets the port
     */
    public record Purpose(String name, String pid) {}

    /** @param pipeline makes the initializer of one connection's pipeline */
    public ApplicationPort(
            Loops loops,
            Purpose purpose,
            InetSocketAddress address,
            int maxConnections,
            Supplier<ChannelHandler> pipeline) {
        this.loops = loops;
        this.purpose = purpose;
        this.address = address;
        this.maxConnections = maxConnections;
        this.pipeline = pipeline;
        this.connections = new DefaultChannelGroup(loops.eventLoop());
    }

    /** Starts to listen, soon, on the loop. */
    public void open() {
        loops.eventLoop().execute(this::bind);
    }

    /** The address listened on, once it is. */
    public CompletionStage<InetSocketAddress> bound() {
        return bound;
    }

    /** This port's account of itself for the console. */
    public StatusView status(String part) {
        InetSocketAddress actual = bound.getNow(null);
        if (actual == null) {
            return new StatusView(part, false, "the " + purpose.name() + " listener", List.of());
        }
        String host = actual.getAddress().getHostAddress();
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return new StatusView(part, true, "", List.of(part + ":" + shown + ":" + actual.getPort()));
    }

    /** Stops listening and resets every connection; when it returns the port is free, unless called on the loop. */
    public void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loops.eventLoop().execute(() -> {
            closed = true;
            if (listener != null) {
                listener.close();
            }
            connections.close().addListener(f -> done.complete(null));
        });
        if (!loops.eventLoop().inEventLoop()) {
            done.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private void bind() {
        if (closed) {
            return;
        }
        ServerBootstrap server = loops.server()
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_LINGER, Sockets.RESET_ON_CLOSE)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, new CellReads())
                .childHandler(new Admission());
        server.bind(address).addListener((ChannelFutureListener) future -> {
            if (!future.isSuccess()) {
                complain(future.cause());
                loops.eventLoop().schedule(this::bind, RETRY_SECONDS, TimeUnit.SECONDS);
            } else if (closed) {
                future.channel().close();
            } else {
                listener = future.channel();
                InetSocketAddress actual = (InetSocketAddress) listener.localAddress();
                LOG.info("{} listens on {}", purpose.name(), display(actual));
                bound.complete(actual);
            }
        });
    }

    private void complain(Throwable cause) {
        if (!complained) {
            complained = true;
            LOG.error(
                    "{} cannot listen on {} ({}). Stop what uses the port or set another one in etc/{}.cfg; trying again every {} s",
                    purpose.name(),
                    display(address),
                    cause.getMessage(),
                    purpose.pid(),
                    RETRY_SECONDS);
        }
    }

    private static String display(InetSocketAddress where) {
        return where.getAddress().getHostAddress() + " port " + where.getPort();
    }

    /** Admits a connection or turns it away. */
    private final class Admission extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (closed || connections.size() >= maxConnections) {
                channel.close();
            } else {
                connections.add(channel);
                channel.pipeline().addLast(pipeline.get());
            }
        }
    }
}
