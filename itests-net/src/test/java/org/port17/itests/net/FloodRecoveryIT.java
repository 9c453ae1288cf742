package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.port17.cell.Build;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;

/**
 * Strangers flood a real node, whose memory of handshakes is small, with HELLOs and BUILDs that cost them nothing. Prints
 * how many clients got through meanwhile, and how long after the flood the next one did.
 */
@Tag("long")
@ExtendWith(OneNet.class)
class FloodRecoveryIT {
    private static final String NODE = "n2";
    private static final int HELLO = 3_072;
    private static final int RETRY = 2_048;
    private static final int STRANGERS = 4;
    private static final int BUILDS = 50;
    private static final Duration FLOOD = Duration.ofSeconds(30);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final byte[] REQUEST = new byte[300];

    @TempDir
    Path directory;

    private final Net net;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger hellos = new AtomicInteger();
    private final AtomicInteger prekeys = new AtomicInteger();
    private final AtomicInteger builds = new AtomicInteger();
    private final AtomicInteger onion = new AtomicInteger();
    private volatile boolean over;

    FloodRecoveryIT(Net net) {
        this.net = net;
    }

    @Test
    void serviceIsBackAfterAFlood() throws Exception {
        Path file = net.layout().etc(NODE).resolve("org.port17.node.cfg");
        String before = Files.readString(file);
        Files.writeString(file, "\nreplay.capacity = 1000\n", StandardOpenOption.APPEND);
        Await.until(
                "the node with a small memory",
                () -> net.log(NODE)
                                .lines()
                                .filter(line -> line.contains("identity loaded"))
                                .count()
                        >= 1);
        net.ready(NODE);
        List<WireClient> builders = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Origin echo = Origin.at("127.0.0.1", net.originPort(), connection -> {
            connection.getOutputStream().write(connection.getInputStream().readNBytes(REQUEST.length));
            connection.getOutputStream().flush();
            connection.getInputStream().read();
        })) {
            WireClient.fetch(net, map());
            assertTrue(talks(echo), "before the flood");
            for (int i = 0; i < STRANGERS; i++) {
                WireClient builder = new WireClient(net, map(), NODE, "n3", "n5");
                builders.add(builder);
                assertArrayEquals(REQUEST, builder.talk(echo.port(), REQUEST));
                threads.execute(() -> builds(builder));
                threads.execute(
                        () -> hellos(builder.prekey(NODE, PrekeyUse.LINK).id()));
            }
            int through = 0;
            int tries = 0;
            long end = System.nanoTime() + FLOOD.toNanos();
            while (System.nanoTime() < end) {
                tries++;
                through += talks(echo) ? 1 : 0;
            }
            over = true;
            threads.shutdown();
            assertTrue(threads.awaitTermination(Await.LIMIT.toSeconds(), TimeUnit.SECONDS));
            long began = System.nanoTime();
            Await.value("service after the flood", RECOVERY, () -> talks(echo), ok -> ok, () -> "");
            long millis = (System.nanoTime() - began) / 1_000_000;
            System.out.printf(
                    "flood: %d HELLOs, %d BUILDs, %d LINK prekeys seen; %d of %d clients got through; service %d ms after%n",
                    hellos.get(), builds.get(), prekeys.get(), through, tries, millis);
            assertTrue(prekeys.get() > 0, "the flood filled at least one memory");
        } finally {
            over = true;
            threads.shutdownNow();
            for (WireClient builder : builders) {
                builder.close();
            }
            Files.writeString(file, before);
            net.ready(NODE);
        }
    }

    /** How often the node took up its identity again. */
    private long starts() throws IOException {
        return net.log(NODE)
                .lines()
                .filter(line -> line.contains("identity loaded"))
                .count();
    }

    private Path map() {
        return directory.resolve("map/map");
    }

    /** Whether a fresh client with the map from before the flood gets an answer over the flooded node. */
    private boolean talks(Origin echo) throws Exception {
        try (WireClient client = new WireClient(net, map(), NODE, "n3", "n5")) {
            return Arrays.equals(REQUEST, client.talk(echo.port(), REQUEST));
        } catch (java.util.concurrent.ExecutionException e) {
            return false;
        }
    }

    private void hellos(int known) {
        int prekey = known;
        while (!over) {
            byte[] hello = new byte[HELLO];
            random.nextBytes(hello);
            ByteBuffer.wrap(hello)
                    .put((byte) 0x48)
                    .put((byte) 1)
                    .putShort((short) 0x0101)
                    .putInt(prekey);
            try (Socket socket =
                    new Socket("127.0.0.1", net.instance(NODE).ports().tcp())) {
                socket.setSoTimeout((int) Await.LIMIT.toMillis());
                socket.getOutputStream().write(hello);
                hellos.incrementAndGet();
                byte[] answer = socket.getInputStream().readNBytes(RETRY);
                if (answer.length == RETRY) {
                    int length = (answer[2] & 0xff) << 8 | answer[3] & 0xff;
                    int next = SignedPrekey.parse(Arrays.copyOfRange(answer, 4, 4 + length))
                            .record()
                            .id();
                    prekeys.addAndGet(next == prekey ? 0 : 1);
                    prekey = next;
                }
            } catch (IOException e) {
                // Cut off: that is what a flood is for.
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private void builds(WireClient over) {
        try {
            onion.compareAndSet(0, over.prekey(NODE, PrekeyUse.ONION).id());
            while (!this.over) {
                WireClient.Outcome last = null;
                for (int i = 0; i < BUILDS; i++) {
                    byte[] blob = new byte[Build.BLOB];
                    random.nextBytes(blob);
                    ByteBuffer.wrap(blob, Build.BLOB - 40, 8)
                            .putInt(onion.get())
                            .putShort((short) 0x0101)
                            .putShort((short) 0);
                    last = over.send(NODE, blob);
                    builds.incrementAndGet();
                }
                last.refusal().filter(why -> why.prekey().length > 0).ifPresent(why -> {
                    try {
                        onion.set(SignedPrekey.parse(why.prekey()).record().id());
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
            }
        } catch (Exception e) {
            // The link of a flooder may end; the others go on.
        }
    }
}
