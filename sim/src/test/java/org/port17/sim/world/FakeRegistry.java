package org.port17.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Every address is somebody's: some systems in each country of the model, three of four with a hoster's name, half of
 * them in a city that is known.
 */
public final class FakeRegistry implements Registry {
    private static final int SYSTEMS = 64;
    private final List<Holder> holders = new ArrayList<>();

    public FakeRegistry() {
        var cities = new Cities();
        var random = new SplittableRandom(1);
        for (String country : cities.countries()) {
            for (int i = 0; i < SYSTEMS; i++) {
                int as = holders.size() + 1;
                String name = (i % 4 != 0 ? "Example Hosting " : "Example Telecom ") + as / 2;
                Spot spot = cities.in(country, 0.8, random);
                holders.add(new Holder(country, as, name, spot.latitude(), spot.longitude(), i % 2 == 0));
            }
        }
    }

    @Override
    public Optional<Holder> holder(int address) {
        return Optional.of(holders.get((address >>> 8) % holders.size()));
    }
}
