package org.port17.route.kit;

/** Rules about the countries of a route. A node of unknown country obeys none of them, save where its place is free. */
final class CountryRules {
    private CountryRules() {}

    /** Enough different countries on the whole route. */
    record AtLeast(int count) implements RouteRule {
        @Override
        public String id() {
            return "countries:" + count;
        }

        @Override
        public String words() {
            return "nodes in at least " + count + " countries";
        }

        @Override
        public boolean allows(NodeTable table, Draft draft, int position, int candidate) {
            int free = -1; // the candidate takes one
            int different = table.countryNumber(candidate) == 0 ? 0 : 1;
            for (int i = 0; i < draft.length(); i++) {
                int placed = draft.at(i);
                if (placed < 0) {
                    free++;
                } else if (table.countryNumber(placed) != 0
                        && table.countryNumber(placed) != table.countryNumber(candidate)
                        && isFirst(table, draft, i)) {
                    different++;
                }
            }
            return different + free >= count;
        }

        private static boolean isFirst(NodeTable table, Draft draft, int at) {
            for (int i = 0; i < at; i++) {
                if (draft.at(i) >= 0 && table.countryNumber(draft.at(i)) == table.countryNumber(draft.at(at))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Entry and exit do not share a country. */
    record EntryExit(boolean soft) implements RouteRule {
        @Override
        public String id() {
            return soft ? "entry-exit-country?" : "entry-exit-country";
        }

        @Override
        public String words() {
            return "entry and exit in different countries" + (soft ? " where the list of entries has one" : "");
        }

        @Override
        public boolean allows(NodeTable table, Draft draft, int position, int candidate) {
            int last = draft.length() - 1;
            if (position != 0 && position != last) {
                return true;
            }
            int other = draft.at(position == 0 ? last : 0);
            return other < 0
                    || table.countryNumber(candidate) != 0
                            && table.countryNumber(other) != 0
                            && table.countryNumber(candidate) != table.countryNumber(other);
        }
    }

    /** Entry and exit stand in another country than the client. */
    record Client() implements RouteRule {
        @Override
        public String id() {
            return "client-country";
        }

        @Override
        public String words() {
            return "entry and exit outside the client's country";
        }

        @Override
        public boolean allows(NodeTable table, Draft draft, int position, int candidate) {
            boolean end = position == 0 || position == draft.length() - 1;
            return !end
                    || table.countryNumber(candidate) != 0 && table.countryNumber(candidate) != draft.clientCountry();
        }
    }
}
