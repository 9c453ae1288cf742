package org.port17.launcher.compact;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.launch.Framework;

/**
 * Runs every node of a network in one process, to save memory and start-up: each is a Karaf with an OSGi framework,
 * bundles and system properties of its own, and knows nothing of the others. Arguments: a file of system properties per
 * node. SIGTERM stops all of them in order.
 *
 * <p>What the nodes still share is what Java has once per process (memory, compiled code, the process's number) and the
 * classes of the framework itself, since it can dispatch URLs of several frameworks only if they are the same.
 */
public final class CompactNet {
    private final OwnProperties properties;
    private final NodeLogins logins = new NodeLogins();

    private CompactNet(OwnProperties properties) {
        this.properties = properties;
    }

    public static void main(String[] arguments) throws Exception {
        CompactNet net = new CompactNet(OwnProperties.install());
        List<AutoCloseable> running = new ArrayList<>();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            for (int i = 0; i < arguments.length && asked.getCount() > 0; i++) {
                running.add(net.start(Path.of(arguments[i])));
            }
            asked.await();
        } finally {
            stop(running);
            stopped.countDown();
        }
    }

    /** All at the same time: each may take seconds to end its streams in order. */
    private static void stop(List<AutoCloseable> nodes) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (AutoCloseable node : nodes) {
            Thread thread = new Thread(() -> {
                try {
                    node.close();
                } catch (Exception e) {
                    // The process ends in any case; its output says why not in order.
                    e.printStackTrace();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Returns when the node's framework has started; its bundles come up by themselves. */
    private AutoCloseable start(Path file) throws Exception {
        Properties values = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            values.load(in);
        }
        Properties own = properties.with(values);
        return onThreadOf(own, () -> {
            Class<?> type = Class.forName("org.apache.karaf.main.Main");
            Object karaf = type.getConstructor(String[].class).newInstance((Object) new String[0]);
            type.getMethod("launch").invoke(karaf);
            logins.add(((Framework) type.getMethod("getFramework").invoke(karaf)).getBundleContext());
            return () -> onThreadOf(own, () -> type.getMethod("destroy").invoke(karaf));
        });
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    /** A thread of the node's own, since all that it starts takes after it. */
    private static <T> T onThreadOf(Properties own, Work<T> work) throws Exception {
        List<T> done = new ArrayList<>();
        List<Exception> failed = new ArrayList<>();
        Thread thread = new Thread(() -> {
            OwnProperties.enter(own);
            try {
                done.add(work.run());
            } catch (Exception e) {
                failed.add(e);
            }
        });
        thread.start();
        thread.join();
        if (!failed.isEmpty()) {
            throw failed.get(0);
        }
        return done.get(0);
    }
}
