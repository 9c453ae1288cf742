package org.port17.route.kit;

/** Expected round-trip times in ms. What was measured is better than what distance suggests. */
public interface Times {
    /** Between two rows. */
    double between(int a, int b);

    /** From the client to a row; NaN if nothing is known about it. */
    double toEntry(int row);

    /** By distance alone, from a client at a place in degrees. */
    static Times byDistance(NodeTable table, double latitude, double longitude) {
        return new Times() {
            @Override
            public double between(int a, int b) {
                return table.rttMillis(a, b);
            }

            @Override
            public double toEntry(int row) {
                return Geo.rttMillis(table.km(row, latitude, longitude));
            }
        };
    }

    /** By distance alone, from a client whose place is unknown. */
    static Times byDistance(NodeTable table) {
        return new Times() {
            @Override
            public double between(int a, int b) {
                return table.rttMillis(a, b);
            }

            @Override
            public double toEntry(int row) {
                return Double.NaN;
            }
        };
    }
}
