package org.port17.circuit;

import java.util.ArrayList;
import java.util.List;
import org.port17.api.Node;
import org.port17.api.StreamRequest;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.api.view.StreamView;
import org.port17.onion.ClientLayers;
import org.port17.ratchet.RatchetState;

/** What consoles are shown of circuits and streams. */
final class Views {
    private Views() {}

    /**
     * @param layers null before the BUILD
     * @param age in milliseconds
     */
    static CircuitView circuit(
            long id,
            String state,
            RoutePlanner.Plan plan,
            ClientLayers layers,
            int streams,
            long up,
            long down,
            long age) {
        List<HopView> hops = new ArrayList<>();
        for (int i = 0; i < plan.hops().size(); i++) {
            Node node = plan.route().nodes().get(i);
            RatchetState ratchet = layers == null
                    ? new RatchetState(plan.hops().get(i).suite().traits().name(), 0, 0, 0, false)
                    : layers.hop(i).state();
            hops.add(new HopView(
                    node.id().toString(),
                    node.name(),
                    node.owner(),
                    node.country(),
                    ratchet.suite(),
                    ratchet.epoch(),
                    ratchet.phase(),
                    ratchet.bytesUnderKey()));
        }
        String strategy = plan.strategy()
                + plan.level().map(level -> ", level " + level.number()).orElse("");
        return new CircuitView(id, state, hops, streams, up, down, age, strategy);
    }

    /**
     * @param circuit its number, 0 for none
     * @param age in milliseconds
     */
    static StreamView stream(long id, long circuit, StreamRequest request, String state, long up, long down, long age) {
        return new StreamView(
                id,
                circuit,
                request.edge(),
                request.application(),
                request.destination().reveal(),
                state,
                up,
                down,
                age);
    }
}
