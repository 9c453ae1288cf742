package org.port17.route.kit;

/** No two nodes share something, by any address of either; IPv4 and IPv6 count against each other. */
enum Distinct implements RouteRule {
    OWNER("owner", "no two nodes of one owner") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return t.akin(a, b);
        }
    },
    AS("as", "no two nodes in one autonomous system") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return t.meet(NodeTable.SYSTEM, a, b);
        }
    },
    HOSTER("hoster", "no two nodes at one hoster") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return t.meet(NodeTable.HOSTER, a, b);
        }
    },
    NETWORK("network", "no two nodes in one /24 or /48") {
        @Override
        boolean clash(NodeTable t, int a, int b) {
            return t.meet(NodeTable.NETWORK, a, b);
        }
    };

    private final String id;
    private final String words;

    Distinct(String id, String words) {
        this.id = id;
        this.words = words;
    }

    abstract boolean clash(NodeTable t, int a, int b);

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
