package org.port17.sim;

import java.util.Optional;
import org.port17.sim.world.Registry;

/** Holders of real address ranges. */
final class RealAddresses {
    private RealAddresses() {}

    static Registry registry() {
        return address -> Optional.empty();
    }
}
