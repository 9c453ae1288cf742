package org.port17.authority;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.port17.api.view.MeasuredView;
import org.port17.netmap.format.MapNode;

/** All that this authority measured of nodes. */
record Findings(Measured measured, Placed placed) {
    /** With what is in files of before. */
    static Findings in(Path state, AuthoritySettings.Measuring settings, InstantSource clock) {
        return new Findings(
                new Measured(state.resolve("measured"), settings.stale(), clock),
                new Placed(state.resolve("placed"), settings.placesStale(), clock));
    }

    /** Nodes with what was found of them, where the operator says nothing himself. */
    List<MapNode> fill(List<MapNode> nodes) {
        return placed.fill(measured.fill(nodes));
    }

    /** For the operator. */
    List<MeasuredView> views(List<MapNode> nodes) {
        return measured.views(
                nodes, node -> placed.of(node).map(Whereabouts.Finding::words).orElse(""));
    }
}
