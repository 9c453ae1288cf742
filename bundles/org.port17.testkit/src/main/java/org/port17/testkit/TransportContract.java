package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Listener;

/**
 * What every transport owes the core. A transport's author extends this class, implements {@link #rig} and is done: a
 * transport that passes may be installed. Runs without OSGi.
 *
 * <p>Beside what each test asserts, every event of every connection is checked by a {@link ConnectionProbe}.
 */
public abstract class TransportContract extends TransportBench {
    /** The largest batch a receiver must be ready for. */
    private static final int BATCH = 256 * 1024;

    @Test
    void traitsNameTheScheme() {
        assertEquals(rig.free().scheme(), rig.transport().traits().scheme());
        assertTrue(rig.transport().traits().ordered(), "only ordered transports are supported");
    }

    @Test
    void bytesGoBothWays() throws Exception {
        Pair pair = connect();
        driver.run(() -> {
            pair.near().send(bytes("ping"));
            pair.far().send(bytes("pong!"));
        });
        driver.await(
                "both arrived", () -> pair.far().bytes() == 4 && pair.near().bytes() == 5);
    }

    @Test
    void listenerTellsWhereItReallyListens() throws Exception {
        Listener listener = listen(rig.free());
        assertEquals(rig.free().scheme(), listener.endpoint().scheme());
        assertNotEquals(rig.free(), listener.endpoint(), "what was left open must be filled in");
        assertEquals(listener.endpoint(), Endpoint.parse(listener.endpoint().text()));
    }

    @Test
    void bytesOfferedBeforeTheConnectionStandsArriveFirst() throws Exception {
        Listener listener = listen(rig.free());
        ConnectionProbe near = probe(true);
        driver.run(() -> {
            near.dial(rig.transport(), listener.endpoint());
            near.send(bytes("one,"));
            near.send(bytes("two,"));
            near.onConnected(() -> near.send(bytes("three")));
        });
        driver.await(
                "all arrived", () -> accepted.size() == 1 && accepted.get(0).bytes() == 13);
        assertArrayEquals(sha256(bytes("one,two,three")), driver.call(accepted.get(0)::sha256));
    }

    @Test
    void acceptorMaySpeakFirst() throws Exception {
        onAccept = far -> far.send(bytes("hello"));
        Pair pair = connect();
        driver.await("the greeting arrived", () -> pair.near().bytes() == 5);
    }

    @Test
    void arrayMayBeReusedAtOnce() throws Exception {
        Pair pair = connect();
        driver.run(() -> {
            byte[] array = bytes("right");
            pair.near().offer(array, 0, array.length);
            Arrays.fill(array, (byte) '!');
            pair.near().flush();
        });
        driver.await("it arrived", () -> pair.far().bytes() == 5);
        assertArrayEquals(sha256(bytes("right")), driver.call(pair.far()::sha256));
    }

    @Test
    void bigTransferArrivesWholeAndInOrder() throws Exception {
        Pair pair = connect();
        Flood there = new Flood(pair.near(), new Random(1), bigTransfer());
        driver.run(there::pour);
        driver.await("everything arrived", () -> pair.far().bytes() >= bigTransfer());
        assertArrayEquals(there.sha256(), driver.call(pair.far()::sha256));
        assertTrue(pair.far().largest() <= BATCH, "a batch of more than 256 KiB");
    }

    @Test
    void bothWaysAtOnce() throws Exception {
        Pair pair = connect();
        Flood there = new Flood(pair.near(), new Random(2), bigTransfer() / 4);
        Flood back = new Flood(pair.far(), new Random(3), bigTransfer() / 4);
        driver.run(there::pour);
        driver.run(back::pour);
        driver.await("there arrived", () -> pair.far().bytes() >= bigTransfer() / 4);
        driver.await("back arrived", () -> pair.near().bytes() >= bigTransfer() / 4);
        assertArrayEquals(there.sha256(), driver.call(pair.far()::sha256));
        assertArrayEquals(back.sha256(), driver.call(pair.near()::sha256));
    }

    @Test
    void receiverThatStopsReadingStopsTheSender() throws Exception {
        Pair pair = connect();
        driver.run(() -> pair.far().reading(false));
        Flood flood = new Flood(pair.near(), new Random(4), Long.MAX_VALUE);
        driver.run(flood::pour);
        driver.await("the sender is refused", () -> !flood.pouring());
        long before;
        do {
            before = flood.poured();
            driver.settle(Duration.ofMillis(200));
            assertTrue(flood.poured() < ENDLESS, "the sender is never held back");
        } while (flood.poured() > before);
        long stopped = driver.call(pair.far()::bytes);
        assertTrue(stopped <= 2 * BATCH, "reading(false) let " + stopped + " bytes through");
        driver.run(() -> {
            flood.end();
            pair.far().reading(true);
        });
        driver.await("the rest arrived", () -> pair.far().bytes() == flood.poured());
        driver.await("the sender may go on", () -> flood.writables() > 0);
        assertArrayEquals(flood.sha256(), driver.call(pair.far()::sha256));
    }

    @Test
    void refusedBytesAreTakenAllTheSame() throws Exception {
        Pair pair = connect();
        byte[] data = random(5, 3 * 1024 * 1024);
        boolean more = driver.call(() -> pair.near().send(data));
        assertFalse(more, "3 MiB in one go are enough for now");
        driver.await("everything arrived", () -> pair.far().bytes() == data.length);
        assertArrayEquals(sha256(data), driver.call(pair.far()::sha256));
        driver.await("the sender may go on", () -> pair.near().writables() == 1);
    }

    @Test
    void closeDeliversWhatWasFlushed() throws Exception {
        Pair pair = connect();
        byte[] data = random(6, 4 * 1024 * 1024);
        driver.run(() -> {
            // Unread input on the closing side must not turn the end into a reset that destroys what is under way.
            pair.far().send(random(7, 100_000));
            pair.near().send(data);
            pair.near().close();
            pair.near().close();
        });
        driver.await("the end arrived", pair.far()::isClosed);
        assertEquals(data.length, driver.call(pair.far()::bytes));
        assertArrayEquals(sha256(data), driver.call(pair.far()::sha256));
    }

    @Test
    void closeBeforeTheConnectionStandsDeliversToo() throws Exception {
        Listener listener = listen(rig.free());
        ConnectionProbe near = probe(true);
        driver.run(() -> {
            near.dial(rig.transport(), listener.endpoint());
            near.send(bytes("and good-bye"));
            near.close();
        });
        driver.await(
                "the end arrived", () -> accepted.size() == 1 && accepted.get(0).isClosed());
        assertEquals(12, driver.call(accepted.get(0)::bytes));
    }

    @Test
    void closedConnectionTakesNothing() throws Exception {
        Pair pair = connect();
        driver.run(() -> {
            pair.near().close();
            assertFalse(pair.near().send(bytes("late")));
            pair.near().reading(false);
            pair.near().reading(true);
            pair.near().abort();
        });
        driver.await("the end arrived", pair.far()::isClosed);
        assertEquals(0, driver.call(pair.far()::bytes));
        driver.run(() -> assertFalse(pair.far().send(bytes("later still"))));
    }

    @Test
    void abortEndsAtOnce() throws Exception {
        Pair pair = connect();
        driver.run(() -> {
            pair.near().offer(random(8, 1000), 0, 1000);
            pair.near().abort();
            pair.near().abort();
        });
        driver.await("the end arrived", pair.far()::isClosed);
        assertEquals(0, driver.call(pair.far()::bytes));
    }

    @Test
    void abortOfAnAttemptIsSilent() throws Exception {
        Listener listener = listen(rig.free());
        ConnectionProbe near = probe(true);
        driver.run(() -> {
            near.dial(rig.transport(), listener.endpoint());
            near.send(bytes("lost"));
            near.abort();
        });
        driver.settle(Duration.ofMillis(100));
        assertTrue(driver.call(() -> accepted.stream().allMatch(far -> far.isClosed() || far.bytes() == 0)));
    }

    @Test
    void receiverMayEndTheConnectionInTheEvent() throws Exception {
        Pair pair = connect();
        driver.run(() -> {
            pair.far().onBytes(bytes -> pair.far().abort());
            pair.near().send(random(9, 2 * 1024 * 1024));
        });
        driver.await("the end arrived", pair.near()::isClosed);
        assertTrue(driver.call(pair.far()::bytes) <= BATCH);
    }

    @Test
    void deadAddressIsReportedAsClosed() throws Exception {
        ConnectionProbe near = probe(true);
        driver.run(() -> {
            near.dial(rig.transport(), rig.nobody());
            near.send(bytes("is anybody there?"));
        });
        driver.await("the attempt failed", near::isClosed);
        assertFalse(driver.call(near::isConnected));
        ErrorKind kind = driver.call(near::reason).kind();
        assertTrue(kind == ErrorKind.NODE_UNREACHABLE || kind == ErrorKind.TIMEOUT, "reported as " + kind);
    }

    @Test
    void takenAddressIsRefused() throws Exception {
        Listener first = listen(rig.free());
        Port17Exception refusal = assertThrows(Port17Exception.class, () -> listen(first.endpoint()));
        assertEquals(ErrorKind.NODE_UNREACHABLE, refusal.kind());
        assertTrue(refusal.getMessage().contains("already in use"), refusal.getMessage());
        dialAndGreet(first.endpoint());
    }

    @Test
    void closedListenerFreesItsAddressAndKeepsItsConnections() throws Exception {
        Listener first = listen(rig.free());
        Pair old = connect(first.endpoint());
        driver.run(() -> {
            first.close();
            first.close();
            listeners.add(rig.transport().listen(first.endpoint(), this::accept));
        });
        dialAndGreet(first.endpoint());
        driver.run(() -> old.near().send(bytes("still here")));
        driver.await("the old connection lives", () -> old.far().bytes() == 10);
    }

    @Test
    void closedListenerAcceptsNoMore() throws Exception {
        Listener listener = listen(rig.free());
        driver.run(listener::close);
        ConnectionProbe near = probe(true);
        driver.run(() -> near.dial(rig.transport(), listener.endpoint()));
        driver.await("the attempt failed", near::isClosed);
        assertTrue(accepted.isEmpty());
    }

    @Test
    void badAddressesAreRefusedAtOnce() {
        List<Endpoint> bad = new ArrayList<>(rig.bad());
        bad.add(new Endpoint("unheardof", rig.free().address()));
        for (Endpoint endpoint : bad) {
            Port17Exception dial = assertThrows(
                    Port17Exception.class,
                    () -> driver.run(() -> probe(true).dial(rig.transport(), endpoint)),
                    "dial " + endpoint.text());
            assertEquals(ErrorKind.BAD_INPUT, dial.kind(), "dial " + endpoint.text());
            Port17Exception listen =
                    assertThrows(Port17Exception.class, () -> listen(endpoint), "listen " + endpoint.text());
            assertEquals(ErrorKind.BAD_INPUT, listen.kind(), "listen " + endpoint.text());
        }
    }

    @Test
    void manyConnectionsLiveSideBySide() throws Exception {
        Listener listener = listen(rig.free());
        onAccept = far -> far.onBytes(bytes -> {
            byte[] echo = new byte[bytes.remaining()];
            bytes.get(echo);
            far.send(echo);
        });
        List<ConnectionProbe> all = new ArrayList<>();
        for (int i = 0; i < connections(); i++) {
            byte[] own = random(i, 1000 + i);
            driver.run(() -> {
                ConnectionProbe near = probe(true).dial(rig.transport(), listener.endpoint());
                near.send(own);
                all.add(near);
            });
            if (i % 100 == 99) {
                // A listener's backlog is finite; a burst beyond it would test the system, not the transport.
                driver.await("these stand", () -> all.stream().allMatch(ConnectionProbe::isConnected));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            ConnectionProbe near = all.get(i);
            int size = 1000 + i;
            driver.await("every echo came back", () -> near.bytes() == size);
            assertArrayEquals(sha256(random(i, size)), driver.call(near::sha256));
        }
        assertEquals(connections(), driver.call(accepted::size));
        driver.run(() -> all.forEach(ConnectionProbe::close));
        driver.await("all ended", () -> accepted.stream().allMatch(ConnectionProbe::isClosed));
    }

    @BeforeEach
    void makeRig() throws Exception {
        start(rig());
    }

    @AfterEach
    void endRig() throws Exception {
        finish();
    }
}
