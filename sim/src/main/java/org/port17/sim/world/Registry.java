package org.port17.sim.world;

import java.util.Optional;

/** To whom an IPv4 address is registered. */
@FunctionalInterface
public interface Registry {
    /**
     * @param country ISO 3166-1 alpha-2
     * @param as autonomous system, above 0
     * @param organisation the system's, as registered
     */
    record Holder(String country, long as, String organisation) {}

    /** @return empty for an address that nobody announces */
    Optional<Holder> holder(int address);
}
