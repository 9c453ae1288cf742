package org.port17.sim.routes;

import org.port17.route.kit.Target;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/** What the route code is told about places; where things really stand is another matter. */
public interface Knowledge {
    /** Latitude and longitude that a client takes a node to have, in degrees. */
    double[] node(World world, int node);

    /** What a client takes a destination to be that is met for the first time. */
    Target target(Destination destination);

    /** Every single place as it is: what measuring comes near to. A replicated destination has no place all the same. */
    static Knowledge exact() {
        return new Knowledge() {
            @Override
            public double[] node(World world, int node) {
                return new double[] {world.latitude(node), world.longitude(node)};
            }

            @Override
            public Target target(Destination destination) {
                if (destination.replicated()) {
                    return Target.anchor(destination.name());
                }
                Spot spot = destination.sites().get(0);
                return Target.at(spot.latitude(), spot.longitude(), spot.country(), destination.as());
            }
        };
    }
}
