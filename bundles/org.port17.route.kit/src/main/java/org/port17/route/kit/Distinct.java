package org.port17.route.kit;

/** No two nodes share something. What is unknown differs from everything. */
enum Distinct implements RouteRule {
    OWNER("owner", "no two nodes of one owner") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return t.owner[a] == t.owner[b];
        }
    },
    AS("as", "no two nodes in one autonomous system") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return meet(t.system, a, b);
        }
    },
    HOSTER("hoster", "no two nodes at one hoster") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return meet(t.hoster, a, b);
        }
    },
    NETWORK("network", "no two nodes in one /24 or /48") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return meet(t.network, a, b);
        }
    };

    private final String id;
    private final String words;

    Distinct(String id, String words) {
        this.id = id;
        this.words = words;
    }

    abstract boolean clash(NodeTable t, int a, int b);

    /** IPv4 and IPv6 both count, and count against each other. */
    static boolean meet(int[] column, int a, int b) {
        int a4 = column[2 * a];
        int a6 = column[2 * a + 1];
        int b4 = column[2 * b];
        int b6 = column[2 * b + 1];
        return a4 != 0 && (a4 == b4 || a4 == b6) || a6 != 0 && (a6 == b4 || a6 == b6);
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean allows(NodeTable table, Draft draft, int position, int candidate) {
        for (int i = 0; i < draft.length(); i++) {
            int placed = draft.at(i);
            if (placed >= 0 && clash(table, placed, candidate)) {
                return false;
            }
        }
        return true;
    }
}
