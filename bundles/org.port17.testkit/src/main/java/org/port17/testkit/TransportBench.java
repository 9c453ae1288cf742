package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.port17.api.Endpoint;
import org.port17.api.Loop;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;

/** The workbench under {@link TransportContract}: pairs of connections, floods of bytes, and a clean end. */
public abstract class TransportBench {
    /** A sender that got this far without being refused will never be. Systems buffer a few MiB for each socket. */
    static final long ENDLESS = 64L * 1024 * 1024;

    final List<ConnectionProbe> accepted = new ArrayList<>();
    final List<Listener> listeners = new ArrayList<>();
    private final List<ConnectionProbe> probes = new ArrayList<>();
    Consumer<ConnectionProbe> onAccept = far -> {};
    TransportRig rig;
    LoopDriver driver;

    /** A fresh loop and a fresh transport on it. */
    protected abstract TransportRig rig() throws Exception;

    /** How many connections must live side by side. */
    protected int connections() {
        return 1000;
    }

    /** Bytes of the large transfer. */
    protected long bigTransfer() {
        return 64L * 1024 * 1024;
    }

    final void start(TransportRig made) {
        rig = made;
        driver = new LoopDriver(made.loop());
    }

    final void finish() throws Exception {
        try {
            driver.run(() -> listeners.forEach(Listener::close));
            List<String> faults = new ArrayList<>();
            driver.run(() -> probes.forEach(probe -> faults.addAll(probe.faults())));
            assertEquals(List.of(), faults);
        } finally {
            rig.end().close();
        }
    }

    final Listener listen(Endpoint endpoint) throws Exception {
        return driver.call(() -> {
            Listener listener = rig.transport().listen(endpoint, this::accept);
            listeners.add(listener);
            return listener;
        });
    }

    final ConnectionEvents accept(Connection connection) {
        ConnectionProbe far = probe(false).of(connection);
        accepted.add(far);
        onAccept.accept(far);
        return far;
    }

    final ConnectionProbe probe(boolean dialled) {
        ConnectionProbe probe = new ConnectionProbe(rig.loop(), dialled);
        probes.add(probe);
        return probe;
    }

    final Pair connect() throws Exception {
        return connect(listen(rig.free()).endpoint());
    }

    final Pair connect(Endpoint endpoint) throws Exception {
        int before = driver.call(accepted::size);
        ConnectionProbe near = probe(true);
        driver.run(() -> near.dial(rig.transport(), endpoint));
        driver.await("the connection stands", () -> near.isConnected() && accepted.size() > before);
        return new Pair(near, driver.call(() -> accepted.get(before)));
    }

    final void dialAndGreet(Endpoint endpoint) throws Exception {
        Pair pair = connect(endpoint);
        driver.run(() -> pair.near().send(bytes("hello")));
        driver.await("the greeting arrived", () -> pair.far().bytes() == 5);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] random(long seed, int length) {
        byte[] data = new byte[length];
        new Random(seed).nextBytes(data);
        return data;
    }

    static byte[] sha256(byte[] data) {
        return ConnectionProbe.newDigest().digest(data);
    }

    /** Both ends of one connection: {@code near} dialled, {@code far} accepted. */
    record Pair(ConnectionProbe near, ConnectionProbe far) {}

    /** Pours random bytes in pieces of random size, as long as the connection takes them. */
    final class Flood {
        private final ConnectionProbe into;
        private final Random random;
        private final MessageDigest digest = ConnectionProbe.newDigest();
        private final byte[] piece = new byte[40_000];
        private long left;
        private long poured;
        private boolean pouring;

        Flood(ConnectionProbe into, Random random, long total) {
            this.into = into;
            this.random = random;
            this.left = total;
            into.onWritable(this::pour);
        }

        /** One turn of the loop pours at most 1 MiB, so that the other end gets its turn. */
        void pour() {
            Loop loop = rig.loop();
            pouring = true;
            int turn = 0;
            while (pouring && left > 0 && turn < 1024 * 1024) {
                int length = (int) Math.min(left, 1 + random.nextInt(piece.length));
                random.nextBytes(piece);
                digest.update(piece, 0, length);
                turn += length;
                left -= length;
                poured += length;
                pouring = into.offer(piece, 0, length);
            }
            into.flush();
            if (pouring && left > 0) {
                loop.execute(this::pour);
            }
        }

        void end() {
            left = 0;
        }

        boolean pouring() {
            return pouring;
        }

        long poured() {
            return poured;
        }

        int writables() {
            return into.writables();
        }

        byte[] sha256() {
            return digest.digest();
        }
    }
}
