package org.port17.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Port17Exception;
import org.port17.api.view.RouteView;
import org.port17.detect.Recogniser;
import org.port17.netmap.MapFacts;
import org.port17.plugins.Plugins;
import org.port17.spi.route.ExitOutlook;
import org.port17.spi.route.RouteStrategy;

/** Tells how a route would be chosen. On the loop. */
record Explanation(Plugins plugins, RoutePlanner planner) {
    /** @param plain whether the exit can read what passes, whatever the port */
    RouteView of(Wish wish, boolean plain) throws Port17Exception {
        boolean serverFirst =
                Recogniser.serverSpeaksFirst(wish.request().destination().port());
        Wanted wanted = wish.wanted(plain || serverFirst);
        RouteStrategy strategy = plugins.routeStrategy();
        int level = wanted.over(strategy.floor());
        Optional<ExitOutlook> outlook = planner.outlook(wanted);
        if (outlook.isEmpty()) {
            String note = "the route strategy '" + strategy.name() + "' draws each exit when a route is planned,"
                    + " wherever the destination stands";
            return new RouteView(
                    strategy.name(),
                    level,
                    "",
                    "",
                    "",
                    false,
                    0,
                    0,
                    0,
                    0,
                    0,
                    notes(wanted, serverFirst, List.of(note)));
        }
        ExitOutlook found = outlook.get();
        List<String> notes = new ArrayList<>(found.notes());
        if (planner.usable().vouched(found.exit().id())) {
            notes.add("you trust this exit yourself; it is told so where a connection is not encrypted");
        }
        return new RouteView(
                strategy.name(),
                level,
                found.exit().name(),
                found.exit().owner(),
                found.exit().country(),
                found.exit().trusted(),
                found.nodes(),
                found.owners(),
                found.gain(),
                found.farthestKm(),
                found.inSystem(),
                notes(wanted, serverFirst, notes));
    }

    private List<String> notes(Wanted wanted, boolean serverFirst, List<String> further) {
        List<String> notes = new ArrayList<>();
        MapFacts facts = planner.usable().facts();
        if (facts.bootstrap()) {
            notes.add(
                    "bootstrap mode: where no other route exists two of its nodes may be one owner's, until the network has "
                            + facts.bootstrapOwners() + " owners; it has " + facts.owners());
        }
        notes.add(encryption(wanted, serverFirst));
        if (wanted.nextToDestination() && !planner.isSureOfPlace(wanted)) {
            notes.add(
                    "a rule wants the exit next to the destination; exits of two owners have not yet said where that is, so"
                            + " the level's own bound holds");
        }
        notes.addAll(further);
        return notes;
    }

    private static String encryption(Wanted wanted, boolean serverFirst) {
        if (serverFirst) {
            return "on this port servers speak first and not encrypted, so the exit must be trusted";
        }
        return wanted.trustedExit()
                ? "shown for a connection that is not encrypted, so the exit must be trusted"
                : "shown for an encrypted connection; for one that is not, the exit must be trusted as well";
    }
}
