package org.port17.route.near;

import java.util.ArrayList;
import java.util.List;
import org.port17.route.kit.ExitField;
import org.port17.route.kit.Level;
import org.port17.route.kit.NodeTable;
import org.port17.route.kit.Target;
import org.port17.spi.route.RouteRequest;

/** What decided the choice of an exit, in sentences. They name no destination and no client. */
record Notes(Level level, ExitField field, NodeTable table) {
    List<String> of(RouteRequest request, Target target) {
        List<String> notes = new ArrayList<>();
        boolean next = request.wish().nextToDestination();
        notes.add("level " + level.number() + " (" + level.name()
                + "): exits by capacity among the nearest nodes that hold 1/"
                + (next ? Level.NEXT_TO_AS : level.gamma()) + " of the capacity that may be used");
        if (!target.known()) {
            notes.add("the destination's place is unknown: its domain stands for the region " + target.country()
                    + ", the same for every client");
        } else if (next) {
            notes.add("a rule wants exits in the destination's autonomous system first");
        }
        if (field.ownerShareRaised()) {
            notes.add("only " + field.owners() + " owners have permitted exits, too few to hold each to "
                    + level.ownerPercent() + " percent");
        }
        if (!table.measured()) {
            notes.add("fewer than half of the nodes are measured yet: all count alike");
        }
        if (table.networkDays() < level.ramp().fullDays()) {
            notes.add("the network is younger than " + level.ramp().fullDays()
                    + " days: a node's age counts in proportion to the oldest node's");
        }
        return List.copyOf(notes);
    }
}
