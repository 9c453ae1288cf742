package org.port17.launcher.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/** What the demo of a world promises; each check ends in one sentence if it does not hold. */
final class WorldProof {
    private static final int ROUTE = 3;

    private WorldProof() {}

    /** Whatever a connection is for: its route is one of the map, and the origin saw its exit and nobody else. */
    static void route(Visit visit) throws LaunchException {
        String where =
                "the route of " + visit.application() + " to " + visit.origin().city();
        List<Spot> route = visit.route();
        require(route.size() >= ROUTE, where + " has fewer than " + ROUTE + " nodes");
        require(differ(route, Spot::owner), where + " has two nodes of one owner");
        require(differ(route, Spot::as), where + " has two nodes of one autonomous system");
        require(visit.exit().isExit(), where + " ends at a node that is no exit");
        require(
                visit.seen().equals(visit.exit()),
                visit.origin().city() + " saw " + visit.seen().city() + ", but the route ends in "
                        + visit.exit().city());
        require(
                visit.exit().name().equals(visit.explained("exit")),
                where + " ends in " + visit.exit().city() + ", and explain had said " + visit.explained("exit"));
    }

    private static boolean differ(List<Spot> route, Function<Spot, Object> by) {
        return route.stream().map(by).distinct().count() == route.size();
    }

    /** Each origin has an exit of its own, nearer to it than those of the other origins. */
    static void near(List<Visit> visits) throws LaunchException {
        require(visits.stream().map(Visit::exit).distinct().count() == visits.size(), "two origins share an exit");
        for (Visit visit : visits) {
            Visit nearest = visits.stream()
                    .min(Comparator.comparingDouble(v -> v.exit().kmTo(visit.origin())))
                    .orElseThrow();
            require(
                    nearest.equals(visit),
                    "the exit for " + visit.origin().city() + " stands in "
                            + visit.exit().city() + ", farther away than "
                            + nearest.exit().city());
        }
    }

    /** The second application's exit is where its rule wants it, and another one. */
    static void byRule(Visit visit, Visit first, WorldRules rules) throws LaunchException {
        require(visit.ruleLine() > 0, "no rule decided for the application " + visit.application());
        require(
                visit.exit().country().equals(rules.country()) && !visit.exit().equals(first.exit()),
                "the rule wants an exit in " + rules.country() + ", and " + visit.application() + " left through "
                        + visit.exit().city());
    }

    /** Nobody who is not trusted read anything, and a rule could not change that. */
    static void plaintext(List<Visit> visits, List<Site> sites, World world, boolean refused) throws LaunchException {
        for (Visit visit : visits) {
            require(
                    visit.exit().trusted() && Boolean.TRUE.equals(visit.explained("trusted")),
                    "plaintext to " + visit.origin().city() + " left through an exit that is not trusted: "
                            + visit.exit().city());
        }
        require(
                refused,
                "plaintext left through the exits of an owner who is not trusted, because a rule asked for it");
        for (Site site : sites) {
            Set<String> readers = site.readers();
            require(
                    readers.stream()
                            .allMatch(r -> world.at(r).map(Spot::trusted).orElse(false)),
                    site.spot().city() + " was read in the clear by an exit that is not trusted");
        }
    }

    private static void require(boolean good, String otherwise) throws LaunchException {
        if (!good) {
            throw LaunchException.failed(otherwise + ": please report this with the output of ./port17 doctor");
        }
    }
}
