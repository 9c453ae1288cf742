package org.port17.edge.dialer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.netty.dial.Dialler;
import org.port17.netty.dial.NameResolver;
import org.port17.spi.dialer.ExitConnection;
import org.port17.testkit.TestConfig;

/** A dialler on a loop of its own, with a resolver the test controls. */
final class DialerBench implements AutoCloseable {
    final NodeLoops loops;
    final CheckedDialer dialer;

    DialerBench(IoKind kind, NameResolver resolver, Map<String, Object> config) throws Port17Exception {
        loops = new NodeLoops(kind);
        dialer = new CheckedDialer(settings(config), new Dialler(loops, resolver));
    }

    /** Allows 127.0.0.1 and ::1 at {@code port}, and nothing resolves. */
    static DialerBench allowing(IoKind kind, int port) throws Port17Exception {
        return new DialerBench(kind, DialerBench::nothing, allow("127.0.0.1:" + port, "[::1]:" + port));
    }

    static Map<String, Object> allow(String... pairs) {
        Map<String, Object> config = new HashMap<>();
        config.put("allow", pairs);
        return config;
    }

    static DialerSettings settings(Map<String, Object> config) throws Port17Exception {
        return DialerSettings.of(TestConfig.of(DialerSettings.Config.class, config));
    }

    static InetAddress[] nothing(String name) throws UnknownHostException {
        throw new UnknownHostException(name);
    }

    ExitConnection dial(String host, int port, RecordedEvents events) throws Exception {
        Destination destination = Destination.of(host, port);
        return onLoop(() -> dialer.dial(destination, events));
    }

    <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loops.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    void run(Runnable task) throws Exception {
        onLoop(() -> {
            task.run();
            return null;
        });
    }

    @Override
    public void close() {
        dialer.close();
        loops.close();
    }
}
