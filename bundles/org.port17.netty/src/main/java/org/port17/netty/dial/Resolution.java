package org.port17.netty.dial;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * Resolves names away from the loop, on a bounded number of threads with a bounded queue; IPv4 comes first. Literals need
 * no thread. Answers come on the loop, never from inside {@link #resolve}.
 */
final class Resolution {
    /** A name server that never answers holds a thread for many seconds; a few such names must not stop all others. */
    private static final int THREADS = 64;

    private static final int QUEUE = 1_024;
    private static final int IDLE_SECONDS = 30;
    private static final int MOST_ADDRESSES = 8;

    private final Loop loop;
    private final NameResolver resolver;
    private final ThreadPoolExecutor threads;

    Resolution(Loop loop, NameResolver resolver) {
        this.loop = loop;
        this.resolver = resolver;
        AtomicInteger numbers = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "port17-resolver-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    void resolve(String host, Consumer<List<InetAddress>> found, Consumer<Port17Exception> failed) {
        InetAddress literal = Addresses.literal(host);
        if (literal != null) {
            loop.execute(() -> found.accept(List.of(literal)));
            return;
        }
        try {
            threads.execute(() -> lookUp(host, found, failed));
        } catch (RejectedExecutionException e) {
            loop.execute(() -> failed.accept(new Port17Exception(
                    ErrorKind.OVERLOADED, Retry.ELSEWHERE, "too many names are being resolved", e)));
        }
    }

    void close() {
        threads.shutdownNow();
    }

    private void lookUp(String host, Consumer<List<InetAddress>> found, Consumer<Port17Exception> failed) {
        try {
            List<InetAddress> addresses = Arrays.stream(resolver.resolve(host))
                    .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .limit(MOST_ADDRESSES)
                    .toList();
            loop.execute(() -> found.accept(addresses));
        } catch (UnknownHostException | RuntimeException e) {
            // The exception's message is the name, so it is not kept as the cause.
            loop.execute(() -> failed.accept(nameNotFound()));
        }
    }

    static Port17Exception nameNotFound() {
        return new Port17Exception(ErrorKind.NAME_NOT_FOUND, Retry.LATER, "the name was not found");
    }
}
