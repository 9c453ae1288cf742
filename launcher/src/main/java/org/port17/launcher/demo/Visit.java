package org.port17.launcher.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.port17.launcher.world.Spot;

/**
 * One visit of an application to a site.
 *
 * @param route the nodes that carried it, entry first
 * @param seen whom the site saw
 * @param millis from before the connection to the proxy to the first byte of the answer
 * @param explained what the client's console had said before, as it said it
 */
record Visit(
        String application,
        Spot origin,
        boolean encrypted,
        List<Spot> route,
        Spot seen,
        double millis,
        Map<String, Object> explained) {
    Spot exit() {
        return route.get(route.size() - 1);
    }

    long km() {
        return Math.round(exit().kmTo(origin));
    }

    Object explained(String key) {
        return explained.get("route") instanceof Map<?, ?> said ? said.get(key) : null;
    }

    /** The line of the rule that decided, 0 for none. */
    long ruleLine() {
        return explained.get("ruling") instanceof Map<?, ?> ruling && ruling.get("line") instanceof Long line
                ? line
                : 0;
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("application", application);
        map.put("origin", origin.city());
        map.put("origin_country", origin.country());
        map.put("encrypted", encrypted);
        map.put("route", route.stream().map(Visit::node).toList());
        map.put("exit", exit().name());
        map.put("exit_country", exit().country());
        map.put("exit_trusted", exit().trusted());
        map.put("exit_km", km());
        map.put("origin_saw_exit", seen.equals(exit()));
        map.put("ttfb_ms", millis);
        map.put("explain", explained);
        return map;
    }

    private static Map<String, Object> node(Spot spot) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("node", spot.name());
        map.put("owner", spot.owner());
        map.put("country", spot.country());
        map.put("as", spot.as());
        return map;
    }
}
