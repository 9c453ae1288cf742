package org.port17.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** A listening TCP socket that is bound when {@link #open} returns and free again when {@link #close} does. */
public final class ListeningSocket {
    private final Channel channel;

    private ListeningSocket(Channel channel) {
        this.channel = channel;
    }

    /**
     * Binds at once. Call it on the loop. (Netty's own {@code bind} would bind in a later task and so could tell the
     * caller neither the port nor a failure.)
     *
     * @param configuredIn the file in which the operator can choose another port, for the message
     * @throws Port17Exception NODE_UNREACHABLE, with the port in its message, if it is taken or may not be used
     */
    public static ListeningSocket open(ServerBootstrap bootstrap, InetSocketAddress at, String configuredIn)
            throws Port17Exception {
        ChannelFuture registered = bootstrap.register();
        if (registered.cause() != null) {
            throw failure(at, configuredIn, registered.cause());
        }
        ChannelFuture bound = registered.channel().bind(at);
        if (!bound.isDone() || !bound.isSuccess()) {
            registered.channel().close();
            throw failure(at, configuredIn, bound.cause());
        }
        return new ListeningSocket(bound.channel());
    }

    private static Port17Exception failure(InetSocketAddress at, String configuredIn, Throwable cause) {
        boolean taken = cause != null && String.valueOf(cause.getMessage()).contains("already in use");
        String why = taken
                ? " is already in use; choose another in "
                : " cannot be opened for listening; check that the address is this machine's and the port permitted, in ";
        return new Port17Exception(
                ErrorKind.NODE_UNREACHABLE, Retry.LATER, "port " + at.getPort() + why + configuredIn, cause);
    }

    /** Where it really listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Accepts no more; connections accepted before live on. Idempotent. Call it on the loop. */
    public void close() {
        channel.close();
    }
}
