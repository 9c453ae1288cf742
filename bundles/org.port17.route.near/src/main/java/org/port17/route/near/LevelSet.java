package org.port17.route.near;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.route.kit.Level;
import org.port17.route.kit.RouteRule;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.RouteRequest;

/** The configured levels by number, and the least one. */
final class LevelSet {
    private final TreeMap<Integer, Level> byNumber = new TreeMap<>();
    private final int floor;
    private final List<LevelTraits> traits;

    LevelSet(Collection<Level> levels, int floor) {
        levels.forEach(level -> byNumber.put(level.number(), level));
        this.floor = floor;
        this.traits = byNumber.values().stream().map(LevelSet::traits).toList();
    }

    int floor() {
        return floor;
    }

    /** Without a wish the least level serves, with as many nodes as asked for. */
    Level of(RouteRequest request) throws Port17Exception {
        int wanted = request.wish().level() == 0 ? floor : request.wish().level();
        Level level = byNumber.get(wanted);
        if (level == null) {
            throw new Port17Exception(
                    ErrorKind.NO_ROUTE,
                    "there is no level " + wanted + "; " + byNumber.keySet() + " are configured in"
                            + " etc/org.port17.route.near.level-*.cfg");
        }
        return level.nodes() == request.hops() ? level : level.withNodes(request.hops());
    }

    List<LevelTraits> traits() {
        return traits;
    }

    /** The general level; empty if it is not configured. */
    Optional<Level> least() {
        return Optional.ofNullable(byNumber.get(floor));
    }

    private static LevelTraits traits(Level level) {
        return new LevelTraits(
                level.number(),
                level.name(),
                level.nodes(),
                level.gamma(),
                level.entry().samples(),
                level.entry().days(),
                level.zeroRtt(),
                level.plaintextOnlyByRule(),
                level.idleMinutes(),
                level.mostMinutes(),
                level.rules().stream().map(RouteRule::words).toList(),
                level.lacks());
    }
}
