package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class AddressRulesTest {
    static final AddressRules PUBLIC = new AddressRules(
            false,
            List.of(new AddressRules.Ports(443, 443), new AddressRules.Ports(1_024, 65_535)),
            Duration.ofMinutes(30));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp:127.0.0.1:4000",
                "tcp:localhost:4000",
                "tcp:10.0.0.1:4000",
                "tcp:192.168.1.1:4000",
                "tcp:169.254.169.254:4000",
                "tcp:0.0.0.0:4000",
                "tcp:224.0.0.1:4000",
                "tcp:[::1]:4000",
                "tcp:[fe80::1]:4000",
                "tcp:[fd00::1]:4000",
                "tcp:[::ffff:10.0.0.1]:4000",
                "tcp:[64:ff9b::a00:1]:4000",
                "tcp:8.8.8.8:22",
                "tcp:8.8.8.8:0",
                "tcp:8.8.8.8:65536",
                "tcp:08.8.8.8:4000",
                "tcp:0x08080808:4000",
                "tcp:134744072:4000",
                "tcp:example.org:4000",
                "tcp:8.8.8.8",
                "tcp:8.8.8.256:4000",
                "ws:a@8.8.8.8:4000@10.0.0.1:4000",
                "ws:8.8.8.8:4000@10.0.0.1:4000/x",
                "ws:10.0.0.1:4000/8.8.8.8:4000",
                "ws:name@10.0.0.1:443",
                "own:anything"
            })
    void strangersAddressesThatAreNotDialled(String endpoint) throws Port17Exception {
        Endpoint parsed = Endpoint.parse(endpoint);
        assertEquals(
                ErrorKind.TARGET_DENIED,
                assertThrows(Port17Exception.class, () -> PUBLIC.target(parsed)).kind());
    }

    @Test
    void whatIsDialledIsCountedByMachineAndNeighbourhood() throws Port17Exception {
        AddressRules.Target tcp = PUBLIC.target(Endpoint.parse("tcp:8.8.4.4:4000"));
        AddressRules.Target ws = PUBLIC.target(Endpoint.parse("wss:a.example@8.8.4.4:443/path"));
        assertEquals(tcp, ws, "whatever the port and the transport");
        assertTrue(tcp.bounded());
        assertEquals(
                tcp.prefix(), PUBLIC.target(Endpoint.parse("tcp:8.8.4.9:4000")).prefix());
        AddressRules.Target six = PUBLIC.target(Endpoint.parse("tcp:[2a00:1:2:3::4]:4000"));
        assertEquals(six, PUBLIC.target(Endpoint.parse("tcp:[2A00:1:2:3:0:0:0:4]:5000")), "in every spelling");
        assertEquals("2a0000010002", six.prefix());
    }

    @Test
    void localNetworkTakesItsOwnAddressesAndCountsTheOthers() throws Exception {
        AddressRules local = RegistryTest.LOCAL;
        assertEquals(false, local.target(Endpoint.parse("tcp:localhost:22")).bounded());
        assertEquals(false, local.target(Endpoint.parse("own:anything")).bounded());
        assertTrue(local.target(Endpoint.parse("tcp:8.8.8.8:22")).bounded());
        assertEquals("", local.origin(InetAddress.getByName("127.0.0.1")));
        assertEquals("080808", local.origin(InetAddress.getByName("8.8.8.8")));
        assertEquals("7f0000", PUBLIC.origin(InetAddress.getByName("127.0.0.1")));
    }
}
