package org.port17.sim.world;

import java.util.Optional;

/** To whom an IPv4 address is registered, and where it is taken to stand. */
@FunctionalInterface
public interface Registry {
    /**
     * @param country ISO 3166-1 alpha-2
     * @param as autonomous system, above 0
     * @param organisation the system's, as registered
     * @param latitude degrees
     * @param longitude degrees
     * @param city whether the point is a city's; otherwise it stands for the whole country
     */
    record Holder(String country, long as, String organisation, double latitude, double longitude, boolean city) {}

    /** @return empty for an address that nobody announces */
    Optional<Holder> holder(int address);
}
