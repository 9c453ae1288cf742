package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.spi.transport.Connection;
import org.port17.testkit.TestLoop;

class HoldupsTest {
    private final List<Boolean> read = new ArrayList<>();
    private final TestLoop loop = new TestLoop();
    private final Connection connection = (Connection) Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                assertEquals("reading", method.getName());
                return read.add((Boolean) arguments[0]) ? null : null;
            });

    @Test
    void itStandsStillAndGoesOnByTurns() {
        new Holdups(loop).start(connection);
        assertEquals(List.of(false), read);
        loop.advance(Duration.ofMillis(21));
        loop.advance(Duration.ofMillis(6));
        loop.advance(Duration.ofMillis(21));
        assertEquals(List.of(false, true, false, true), read);
    }

    @Test
    void atTheEndItIsReadFromForGood() {
        Holdups holdups = new Holdups(loop);
        holdups.start(connection);
        holdups.end();
        loop.advance(Duration.ofSeconds(1));
        assertEquals(List.of(false, true), read);
        assertEquals(0, loop.timers());
    }

    /** Whoever started them may have been told to stop meanwhile. */
    @Test
    void whatHasEndedDoesNotBegin() {
        Holdups holdups = new Holdups(loop);
        holdups.end();
        holdups.start(connection);
        loop.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), read);
    }
}
