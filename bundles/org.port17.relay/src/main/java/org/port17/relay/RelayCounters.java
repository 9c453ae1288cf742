package org.port17.relay;

import org.port17.api.view.RelayView;

/** Plain counters of one relay. On the loop only. */
final class RelayCounters {
    long circuits;
    long builds;
    long buildsRefused;
    long cells;
    long bytes;
    long streams;
    long exitBytes;
    long tagFailures;

    RelayView view() {
        return new RelayView(circuits, builds, buildsRefused, cells, bytes, streams, exitBytes, tagFailures);
    }
}
