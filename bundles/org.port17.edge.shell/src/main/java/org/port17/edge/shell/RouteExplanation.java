package org.port17.edge.shell;

import java.util.Locale;
import org.port17.api.view.RouteView;

/** How a route would be chosen, in words. */
final class RouteExplanation {
    private RouteExplanation() {}

    static void rows(Page page, RouteView route) {
        page.row("Strategy", route.level() == 0 ? route.strategy() : route.strategy() + ", level " + route.level());
        if (!route.exit().isEmpty()) {
            page.row(
                    "Exit now",
                    route.exit() + " of " + route.owner() + " in " + route.country()
                            + (route.trusted() ? ", trusted" : ""));
            page.row(
                    "Drawn from",
                    route.candidates() + " nodes of " + route.owners() + " owners, the farthest "
                            + Math.round(route.farthestKm()) + " km from the destination");
            page.row(
                    "Bound",
                    String.format(
                            Locale.ROOT, "none is drawn more than %.1f times as often as its capacity", route.gain()));
            if (route.inSystem() > 0) {
                page.row("Same AS", Math.round(100 * route.inSystem()) + " % of draws");
            }
        }
        route.notes().forEach(note -> page.row("Note", note));
    }
}
