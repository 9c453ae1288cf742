package org.port17.edge.dialer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.dial.Addresses;

/** Which addresses are judged public, and what allow and deny change. */
class TargetsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.255",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::8.8.8.8",
                "::ffff:8.8.8.8",
                "::ffff:127.0.0.1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void notPublic(String literal) {
        assertFalse(Addresses.isPublic(Addresses.literal(literal)), literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2003::1",
                "2606:4700::1111",
                "2a00::1"
            })
    void isPublic(String literal) {
        assertTrue(Addresses.isPublic(Addresses.literal(literal)), literal);
    }

    @Test
    void agreesWithTheJdkOnEveryKindItKnows() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            InetAddress address = InetAddress.getByAddress(bytes);
            if (address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isMulticastAddress()) {
                assertFalse(Addresses.isPublic(address), address.toString());
            }
        }
    }

    @Test
    void allowOpensExactPairsOnly() throws Exception {
        Targets targets = targets(Map.of("allow", new String[] {"127.0.0.1:8080, inner.example:81", "[::1]:82"}));
        assertTrue(permits(targets, "127.0.0.1", "127.0.0.1", 8080));
        assertTrue(permits(targets, "localhost", "127.0.0.1", 8080));
        assertFalse(permits(targets, "127.0.0.1", "127.0.0.1", 8081));
        assertFalse(permits(targets, "127.0.0.2", "127.0.0.2", 8080));
        assertTrue(permits(targets, "INNER.example.", "10.0.0.1", 81));
        assertFalse(permits(targets, "other.example", "10.0.0.1", 81));
        assertTrue(permits(targets, "0:0:0:0:0:0:0:1", "::1", 82));
        assertFalse(permits(targets, "::1", "::1", 80));
    }

    @Test
    void denyWinsOverAllow() throws Exception {
        Targets targets = targets(Map.of(
                "allow", new String[] {"127.0.0.1:9001", "127.0.0.1:9002", "127.0.0.1:9003"},
                "deny", new String[] {"127.0.0.1:9001", "0.0.0.0:9002", "8.8.8.8:443"}));
        assertFalse(permits(targets, "127.0.0.1", "127.0.0.1", 9001));
        assertFalse(permits(targets, "127.0.0.1", "127.0.0.1", 9002));
        assertTrue(permits(targets, "127.0.0.1", "127.0.0.1", 9003));
        assertFalse(permits(targets, "dns.example", "8.8.8.8", 443));
        assertTrue(permits(targets, "8.8.8.8", "8.8.8.8", 9002), "another machine's port is not ours");
    }

    @Test
    void ownPublicAddressesAreDeniedUnlessAllowed() throws Exception {
        InetAddress ours = InetAddress.getByName("8.8.4.4");
        Targets targets = new Targets(
                HostPort.parseAll(new String[] {"8.8.4.4:443"}),
                HostPort.parseAll(new String[] {"0.0.0.0:9002"}),
                Set.of(),
                ours::equals);
        assertFalse(permits(targets, "us.example", "8.8.4.4", 8101));
        assertFalse(permits(targets, "us.example", "8.8.4.4", 9002));
        assertTrue(permits(targets, "us.example", "8.8.4.4", 443));
        assertTrue(permits(targets, "them.example", "8.8.8.8", 8101));
    }

    @Test
    void portsAreAListInAFile() throws Exception {
        Targets targets = targets(Map.of("deny_ports", new String[] {"25, 465"}));
        assertFalse(permits(targets, "8.8.8.8", "8.8.8.8", 465));
        Port17Exception wrong =
                assertThrows(Port17Exception.class, () -> targets(Map.of("deny_ports", new String[] {"smtp"})));
        assertTrue(wrong.getMessage().contains("deny.ports must be a whole number"), wrong.getMessage());
    }

    @Test
    void mailIsDeniedUnlessAllowed() throws Exception {
        assertFalse(permits(targets(Map.of()), "8.8.8.8", "8.8.8.8", 25));
        assertTrue(permits(targets(Map.of("allow", new String[] {"8.8.8.8:25"})), "8.8.8.8", "8.8.8.8", 25));
        assertTrue(permits(targets(Map.of("deny_ports", new String[0])), "8.8.8.8", "8.8.8.8", 25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "host:", ":80", "host:0", "host:65536", "a b:80", "[::1:80", "host:80:"})
    void wrongEntriesAreConfigurationErrors(String entry) {
        Port17Exception wrong =
                assertThrows(Port17Exception.class, () -> targets(Map.of("allow", new String[] {entry})));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
    }

    private static Targets targets(Map<String, Object> config) throws Port17Exception {
        return DialerBench.settings(config).targets();
    }

    private static boolean permits(Targets targets, String asked, String address, int port) throws Port17Exception {
        return targets.permits(Destination.of(asked, port), new InetSocketAddress(Addresses.literal(address), port));
    }
}
