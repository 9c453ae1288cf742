package org.port17.api.view;

import java.util.List;

/** A client's circuit. {@code state} is building, open or closing; times in milliseconds. */
public record CircuitView(
        long id,
        String state,
        List<HopView> hops,
        int streams,
        long bytesUp,
        long bytesDown,
        long ageMillis,
        String strategy) {
    public CircuitView {
        hops = List.copyOf(hops);
    }
}
