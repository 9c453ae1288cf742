package org.port17.edge.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Destination;
import org.port17.netty.dial.Addresses;
import org.port17.spi.rule.Action;
import org.port17.testkit.ConfigFuzz;

/** Where a direct connection may lead, whatever the name resolves to. */
class DirectTargetsTest {
    private static final String OWN = "203.0.114.9";
    private final DirectTargets targets = new DirectTargets(
            false,
            address -> address.isLoopbackAddress() || address.getHostAddress().equals(OWN));
    private final DirectTargets wide = new DirectTargets(true, address -> address.isLoopbackAddress());

    @ParameterizedTest
    @ValueSource(
            strings = {"10.1.2.3", "192.168.0.1", "172.16.0.1", "100.64.0.1", "198.18.0.1", "fd00::1", "64:ff9b::a00:1"
            })
    void whatIsNotPublicNeedsARuleOfItsOwn(String address) {
        assertFalse(permits(targets, address, Action.TUNNEL));
        assertTrue(permits(targets, address, Action.DIRECT));
        assertFalse(permits(targets, address, Action.BLOCK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "2606:4700::1111"})
    void whatIsPublicIsReachedUnlessARuleBlocksIt(String address) {
        assertTrue(permits(targets, address, Action.TUNNEL));
        assertTrue(permits(targets, address, Action.DIRECT));
        assertFalse(permits(targets, address, Action.BLOCK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", OWN})
    void thisMachineIsReachedOnlyWhereItsOperatorAllowedIt(String address) {
        for (Action ruled : Action.values()) {
            assertFalse(permits(targets, address, ruled));
        }
        if (!address.equals(OWN)) {
            assertTrue(permits(wide, address, Action.DIRECT));
            assertFalse(permits(wide, address, Action.TUNNEL));
            assertFalse(permits(wide, address, Action.BLOCK));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fe80::1", "224.0.0.1", "ff02::1", "0.0.0.0", "::"})
    void linkLocalAndMulticastAddressesAreNeverDialled(String address) {
        for (Action ruled : Action.values()) {
            assertFalse(permits(wide, address, ruled));
        }
    }

    /** The rules are asked about the address itself, in the spelling that rules are read to. */
    @Test
    void theRulesSeeTheAddressThatWouldBeDialled() {
        Map<String, String> spellings =
                Map.of("192.168.1.7", "192.168.1.7", "fd00:0:0::7", "fd00::7", "2001:DB8::A", "2001:db8::a");
        spellings.forEach((spelling, asked) -> {
            Function<Destination, Action> rules = destination -> {
                assertEquals(asked, destination.host());
                assertEquals(8_443, destination.port());
                return Action.DIRECT;
            };
            assertTrue(targets.permits(new InetSocketAddress(Addresses.literal(spelling), 8_443), rules));
        });
    }

    @Test
    void nonsenseIsRefusedInOneSentence() {
        Map<String, Object> right = Map.of("this_machine", true, "connect_timeout_seconds", 15, "max_connections", 10);
        ConfigFuzz.run(DirectSettings.Config.class, right, DirectSettings::of);
    }

    private static boolean permits(DirectTargets targets, String address, Action ruled) {
        return targets.permits(new InetSocketAddress(Addresses.literal(address), 80), destination -> ruled);
    }
}
