package org.port17.sim.world;

import java.util.List;
import java.util.Optional;

/** Every address is somebody's: 256 systems in each country of the model, three of four with a hoster's name. */
public final class FakeRegistry implements Registry {
    private final List<String> countries = new Cities().countries();

    @Override
    public Optional<Holder> holder(int address) {
        int network = address >>> 8;
        int number = network % (countries.size() * 256);
        boolean hoster = number % 4 != 0;
        String name = (hoster ? "Example Hosting " : "Example Telecom ") + number / 2;
        return Optional.of(new Holder(countries.get(number % countries.size()), 1 + number, name));
    }
}
