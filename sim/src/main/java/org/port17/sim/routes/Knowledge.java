package org.port17.sim.routes;

import org.port17.route.kit.Target;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Direction;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/** What the route code is told about places; where things really stand is another matter. */
public enum Knowledge {
    /** A destination met for the first time: nobody knows its address yet, so nobody knows its place. */
    FIRST {
        @Override
        public Target target(Destination destination) {
            return Target.anchor(destination.name());
        }
    },

    /** A destination whose address an exit has told: the place database says where that stands. */
    LEARNED {
        @Override
        public Target target(Destination destination) {
            return destination.replicated()
                    ? Target.anchor(destination.name())
                    : at(destination.known(), destination.as());
        }
    },

    /** The same where no authority measures how far nodes are from each other. */
    UNMEASURED {
        @Override
        public Spot node(World world, int node) {
            return world.known(node);
        }

        @Override
        public Target target(Destination destination) {
            return LEARNED.target(destination);
        }
    },

    /** As if the database were right about every address. A replicated destination has no place all the same. */
    EXACT {
        @Override
        public Spot node(World world, int node) {
            return new Spot(world.country(node), world.latitude(node), world.longitude(node));
        }

        @Override
        public Direction client(World world, Spot client) {
            return client.direction();
        }

        @Override
        public Target target(Destination destination) {
            return destination.replicated()
                    ? Target.anchor(destination.name())
                    : at(destination.sites().get(0), destination.as());
        }
    };

    /** Where a client takes a node to stand. */
    public Spot node(World world, int node) {
        return world.found(node);
    }

    /** Where a client takes itself to stand: it is told its country. */
    public Direction client(World world, Spot client) {
        return world.middle(client.country());
    }

    /** What a client takes a destination to be. */
    public abstract Target target(Destination destination);

    private static Target at(Spot spot, long as) {
        return Target.at(spot.latitude(), spot.longitude(), spot.country(), as);
    }
}
