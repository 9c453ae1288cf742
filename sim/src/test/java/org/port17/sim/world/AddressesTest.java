package org.port17.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void hostersAreToldByTheirNames() {
        assertTrue(Addresses.hosts("HETZNER-AS Hetzner Online GmbH"));
        assertTrue(Addresses.hosts("DigitalOcean, LLC"));
        assertFalse(Addresses.hosts("Deutsche Telekom AG"));
    }

    @Test
    void aCountryWithOneKindOnlyGivesThatOne() {
        var addresses = new Addresses(
                a -> Optional.of(new Registry.Holder("DE", 64500, "Example Hosting", 50, 8, true)), 10, random);
        assertEquals(64500, addresses.draw("DE", false, new HashSet<>(), random).as());
    }

    @Test
    void aCountryWithoutAddressesIsSaid() {
        var addresses = new Addresses(new FakeRegistry(), 1000, random);
        assertFalse(addresses.knows("AQ"));
        var thrown =
                assertThrows(IllegalArgumentException.class, () -> addresses.draw("AQ", true, new HashSet<>(), random));
        assertTrue(thrown.getMessage().contains("AQ"));
    }

    @Test
    void aRegistryWithoutAddressesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Addresses(a -> Optional.empty(), 100, random));
    }
}
