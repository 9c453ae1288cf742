package org.port17.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, with a socket never leaving the epoll set before it is closed.
 *
 * <p>Netty 4.2.18 takes a socket out of the set when nothing is to be watched (the peer sent FIN, and reading is off or
 * over), but still believes it inside: the next change of interest fails with ENOENT. Reading could then not be resumed,
 * and, worse, waiting for room to write failed such that Netty sent FIN: a cut-off answer that looks whole. Here "watch
 * nothing" becomes "edge-triggered, nothing else", which reports only errors and hang-ups.
 */
final class SteadyEpoll implements IoHandler {
    private final IoHandler epoll;

    private SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor thread) {
                return new SteadyEpoll(factory.newHandler(thread));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return factory.isChangingThreadSupported();
            }
        };
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Steady(epoll.register(handle));
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    private static final class Steady implements IoRegistration {
        private final IoRegistration registration;
        private boolean inside;

        Steady(IoRegistration registration) {
            this.registration = registration;
        }

        @Override
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            if (inside && EpollIoOps.NONE.equals(ops)) {
                return registration.submit(EpollIoOps.EPOLLET);
            }
            inside |= !EpollIoOps.NONE.equals(ops);
            return registration.submit(ops);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
