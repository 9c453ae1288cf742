package org.port17.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.dialer.Reached;
import org.port17.testkit.ComponentConfig;
import org.port17.testkit.TestLoop;

/** The exit stands at 127.1.0.1, the destination 10 ms away at 127.2.0.1. */
class DelayDialerTest {
    private final TestLoop loop = new TestLoop();
    private final List<String> seen = new ArrayList<>();
    private final Socket socket = new Socket();
    private ExitEvents below;
    private long began;

    private ExitConnection dial(String host) throws Exception {
        DelayConfig config = ComponentConfig.of(DelayConfig.class, Map.of("address", "127.1.0.1"));
        DelayDialer dialer = new DelayDialer(
                (destination, events) -> {
                    below = events;
                    return socket;
                },
                new GivenPlaces(),
                loop,
                config);
        began = loop.nanos();
        socket.to = InetAddress.getByName(host);
        return dialer.dial(Destination.of(host, 80), new Events());
    }

    private void see(String what) {
        seen.add((loop.nanos() - began) / 1_000_000 + " " + what);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void everyLegTakesItsTime() throws Exception {
        ExitConnection exit = dial("127.2.0.1");
        exit.send(bytes("request"));
        below.connected();
        loop.advance(Duration.ofMillis(40));
        below.received(bytes("answer"));
        below.finished();
        exit.finish();
        loop.advance(Duration.ofMillis(40));
        assertEquals(
                List.of("20 connected", "30 sending request", "50 received answer", "50 finished", "50 finishing"),
                seen);
        assertEquals(20, exit.reached().orElseThrow().within().toMillis());
    }

    @Test
    void aDestinationWithoutAPlaceIsNotDelayed() throws Exception {
        ExitConnection exit = dial("127.0.0.1");
        below.connected();
        loop.runUntilIdle();
        exit.send(bytes("request"));
        loop.runUntilIdle();
        assertEquals(List.of("0 connected", "0 sending request"), seen);
    }

    @Test
    void aFailureIsTheLastThingHeard() throws Exception {
        ExitConnection exit = dial("127.2.0.1");
        exit.send(bytes("request"));
        below.failed(new Port17Exception(ErrorKind.TARGET_DENIED, "no"));
        loop.advance(Duration.ofMillis(100));
        exit.send(bytes("more"));
        exit.finish();
        loop.advance(Duration.ofMillis(100));
        assertEquals(List.of("0 failed TARGET_DENIED"), seen);
    }

    @Test
    void aResetLosesWhatIsUnderWay() throws Exception {
        ExitConnection exit = dial("127.2.0.1");
        below.connected();
        loop.advance(Duration.ofMillis(40));
        seen.clear();
        exit.send(bytes("lost"));
        below.received(bytes("lost too"));
        exit.reset();
        loop.advance(Duration.ofMillis(40));
        assertEquals(List.of("40 resetting"), seen);
    }

    @Test
    void whatTheReaderDoesNotTakeWaits() throws Exception {
        ExitConnection exit = dial("127.2.0.1");
        below.connected();
        loop.advance(Duration.ofMillis(40));
        seen.clear();
        exit.reading(false);
        below.received(ByteBuffer.wrap(new byte[DelayedConnection.HIGH]));
        loop.advance(Duration.ofMillis(40));
        exit.reading(true);
        loop.advance(Duration.ofMillis(40));
        assertEquals(
                List.of("40 reading false", "80 received " + DelayedConnection.HIGH + " bytes", "80 reading true"),
                seen);
    }

    private static String said(ByteBuffer data) {
        return data.remaining() > 100
                ? data.remaining() + " bytes"
                : StandardCharsets.US_ASCII.decode(data).toString();
    }

    private final class Events implements ExitEvents {
        @Override
        public void connected() {
            see("connected");
        }

        @Override
        public void received(ByteBuffer data) {
            see("received " + said(data));
        }

        @Override
        public void sent(int bytes) {}

        @Override
        public void finished() {
            see("finished");
        }

        @Override
        public void failed(Port17Exception reason) {
            see("failed " + reason.kind());
        }
    }

    private final class Socket implements ExitConnection {
        private InetAddress to;

        @Override
        public void send(ByteBuffer data) {
            see("sending " + said(data));
        }

        @Override
        public Optional<Reached> reached() {
            return Optional.of(new Reached(to, Duration.ZERO));
        }

        @Override
        public void finish() {
            see("finishing");
        }

        @Override
        public void reset() {
            see("resetting");
        }

        @Override
        public void reading(boolean on) {
            see("reading " + on);
        }
    }
}
