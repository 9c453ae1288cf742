package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;

class ServedTest {
    private static final long NOW = 1_800_000_000L;

    /** Each listed node without prekeys would bring clients nearer to planning nothing at all. */
    @Test
    void onlyNodesThatCanBeReachedAreListed() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        SigningKey bob = RegistryTest.key(2);
        List<MapNode> live = List.of(
                MapNode.of(RegistryTest.record(ada, "ada", false, NOW)),
                MapNode.of(RegistryTest.record(bob, "bob", false, NOW)));
        List<SignedPrekey> prekeys = List.of(
                RegistryTest.prekey(ada, 1, NOW), RegistryTest.onion(ada, 2, NOW), RegistryTest.prekey(bob, 3, NOW));
        Served served = Served.of(live, prekeys, List.of(0x0101), NOW);
        assertEquals(live.subList(0, 1), served.nodes(), "bob offers no layer");
        assertEquals(prekeys.subList(0, 2), served.prekeys());
        assertEquals(List.of(), Served.of(live, prekeys, List.of(0x0102), NOW).nodes(), "of no permitted suite");
    }
}
