package org.port17.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;
import org.port17.testkit.TestLoop;

/** When things happen, on a loop whose clock the test moves: one way takes 10 ms. */
class DelayedConnectionTest {
    private static final Duration ONE_WAY = Duration.ofMillis(10);
    private static final Endpoint PEER = new Endpoint("delay", "127.2.0.1:9");
    private final TestLoop loop = new TestLoop();
    private final List<String> seen = new ArrayList<>();
    private final Wire wire = new Wire();
    private final DelayedConnection connection =
            new DelayedConnection(loop, ONE_WAY, new Events(), () -> seen.add(at("gone")));
    private long began;

    @BeforeEach
    void dial() throws Exception {
        began = loop.nanos();
        connection.dial(wire, PEER);
        wire.events.connected();
    }

    private String at(String what) {
        return (loop.nanos() - began) / 1_000_000 + " " + what;
    }

    private void offer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        connection.offer(bytes, 0, bytes.length);
        connection.flush();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }

    @Test
    void connectingTakesARoundTripAndBytesHalfOfOne() {
        offer("early");
        wire.events.received(ByteBuffer.wrap("greeting".getBytes(StandardCharsets.US_ASCII)));
        loop.advance(Duration.ofMillis(40));
        offer("late");
        wire.events.received(ByteBuffer.wrap("answer".getBytes(StandardCharsets.US_ASCII)));
        loop.advance(Duration.ofMillis(40));
        assertEquals(
                List.of(
                        "20 connected",
                        "20 received greeting",
                        "30 passed early",
                        "50 passed late",
                        "50 received answer"),
                seen.stream().sorted().toList());
        assertEquals(0, loop.timers());
    }

    @Test
    void theEndComesAfterTheLastBytes() {
        loop.advance(Duration.ofMillis(100));
        seen.clear();
        wire.events.received(ByteBuffer.wrap("bye".getBytes(StandardCharsets.US_ASCII)));
        wire.events.closed(new Port17Exception(ErrorKind.CONNECTION_RESET, "gone"));
        loop.advance(Duration.ofMillis(100));
        assertEquals(List.of("110 received bye", "110 gone", "110 closed"), seen);
        assertFalse(connection.offer(new byte[1], 0, 1));
    }

    @Test
    void whatWasFlushedArrivesBeforeTheEndAndNothingIsHeardAfterIt() {
        loop.advance(Duration.ofMillis(100));
        seen.clear();
        offer("last words");
        connection.close();
        wire.events.received(ByteBuffer.wrap("too late".getBytes(StandardCharsets.US_ASCII)));
        wire.events.closed(new Port17Exception(ErrorKind.CONNECTION_RESET, "gone"));
        loop.advance(Duration.ofMillis(100));
        assertEquals(List.of("100 gone"), seen, "the wire ended first, so that the rest was lost with it");
    }

    @Test
    void closeSendsTheRestFirst() {
        loop.advance(Duration.ofMillis(100));
        seen.clear();
        offer("last words");
        connection.close();
        loop.advance(Duration.ofMillis(100));
        assertEquals(List.of("100 gone", "110 passed last words", "110 closing"), seen);
    }

    @Test
    void abortLosesWhatIsUnderWay() {
        loop.advance(Duration.ofMillis(100));
        seen.clear();
        offer("lost");
        connection.abort();
        loop.advance(Duration.ofMillis(100));
        assertEquals(List.of("100 gone", "100 aborting"), seen);
        assertEquals(0, loop.timers());
    }

    @Test
    void aSenderThatOffersTooMuchIsRefusedUntilItHasLeft() {
        loop.advance(Duration.ofMillis(100));
        seen.clear();
        byte[] much = new byte[DelayedConnection.HIGH];
        assertFalse(connection.offer(much, 0, much.length));
        assertFalse(connection.writable());
        connection.flush();
        loop.advance(Duration.ofMillis(10));
        assertEquals(List.of("110 passed " + much.length + " bytes", "110 writable"), seen);
        assertTrue(connection.writable());
    }

    @Test
    void aReceiverThatStopsReadingStopsTheWire() {
        loop.advance(Duration.ofMillis(100));
        seen.clear();
        connection.reading(false);
        wire.events.received(ByteBuffer.wrap(new byte[DelayedConnection.HIGH]));
        loop.advance(Duration.ofMillis(50));
        assertEquals(List.of("100 wire reading false"), seen);
        connection.reading(true);
        loop.advance(Duration.ofMillis(50));
        assertEquals(
                List.of(
                        "100 wire reading false",
                        "150 received " + DelayedConnection.HIGH + " bytes",
                        "150 wire reading true"),
                seen);
    }

    private String said(ByteBuffer bytes) {
        return bytes.remaining() > 100 ? bytes.remaining() + " bytes" : text(bytes);
    }

    private final class Events implements ConnectionEvents {
        @Override
        public void connected() {
            seen.add(at("connected"));
        }

        @Override
        public void received(ByteBuffer bytes) {
            seen.add(at("received " + said(bytes)));
        }

        @Override
        public void writable() {
            seen.add(at("writable"));
        }

        @Override
        public void closed(Port17Exception reason) {
            seen.add(at("closed"));
        }
    }

    /** A wire that takes everything. */
    private final class Wire implements Transport, Connection {
        private ConnectionEvents events;

        @Override
        public TransportTraits traits() {
            return new TransportTraits("tcp", 100, true);
        }

        @Override
        public Connection dial(Endpoint endpoint, ConnectionEvents sink) {
            events = sink;
            return this;
        }

        @Override
        public Listener listen(Endpoint endpoint, Acceptor acceptor) {
            throw new UnsupportedOperationException("nobody listens here");
        }

        @Override
        public boolean offer(byte[] data, int offset, int length) {
            seen.add(at("passed " + said(ByteBuffer.wrap(data, offset, length))));
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void reading(boolean on) {
            seen.add(at("wire reading " + on));
        }

        @Override
        public void close() {
            seen.add(at("closing"));
        }

        @Override
        public void abort() {
            seen.add(at("aborting"));
        }
    }
}
