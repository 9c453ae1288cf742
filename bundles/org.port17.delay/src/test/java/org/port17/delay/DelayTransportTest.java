package org.port17.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.ComponentConfig;
import org.port17.testkit.TransportContract;
import org.port17.testkit.TransportRig;
import org.port17.transport.tcp.TcpTransport;

/** The contract on real sockets between two addresses that are 10 ms apart. */
class DelayTransportTest extends TransportContract {
    @Override
    protected TransportRig rig() throws Exception {
        NodeLoops loops = new NodeLoops(IoKind.NIO);
        var tcp = new TcpTransport(ComponentConfig.of(TcpTransport.Config.class, Map.of()), loops);
        var delay = new DelayTransport(tcp, new GivenPlaces(), loops.loop(), config("127.1.0.1", Map.of()));
        List<Endpoint> bad = Stream.of("192.0.2.1:80", "10.0.0.1:80", "[2001:db8::1]:80", "localhost:80", "127.1.0.1")
                .map(address -> new Endpoint("delay", address))
                .toList();
        return new TransportRig(
                loops, delay, new Endpoint("delay", "127.2.0.1:0"), new Endpoint("delay", "127.2.0.1:1"), bad, loops);
    }

    private static DelayConfig config(String address, Map<String, Object> more) {
        return ComponentConfig.of(DelayConfig.class, with(address, more));
    }

    private static Map<String, Object> with(String address, Map<String, Object> more) {
        var all = new java.util.HashMap<>(more);
        all.put("address", address);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1", "192.0.2.1", "localhost", "127.0.0.256", "0.0.0.0"})
    void onlyLoopbackHasAPlaceHere(String address) {
        Port17Exception wrong =
                assertThrows(Port17Exception.class, () -> Distances.of(config(address, Map.of()), new GivenPlaces()));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
        assertTrue(wrong.getMessage().contains("address"), wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 301, -1})
    void paceIsBounded(int pace) {
        Port17Exception wrong = assertThrows(
                Port17Exception.class,
                () -> Distances.of(config("127.1.0.1", Map.of("km.per.ms", pace)), new GivenPlaces()));
        assertTrue(wrong.getMessage().contains("km.per.ms"), wrong.getMessage());
    }

    @Test
    void distanceTakesItsTimeAndNowhereIsHere() throws Exception {
        Distances distances = Distances.of(config("127.1.0.1", Map.of("km.per.ms", 50)), new GivenPlaces());
        double millis = distances.to(new byte[] {127, 2, 0, 1}).toNanos() / 1e6;
        assertEquals(GivenPlaces.KM / 50, millis, 0.001);
        assertEquals(0, distances.to(new byte[] {127, 1, 9, 9}).toNanos());
        assertEquals(0, distances.to(new byte[] {127, 0, 0, 1}).toNanos());
        assertEquals(0, distances.to(new byte[16]).toNanos());
    }
}
