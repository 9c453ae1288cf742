package org.port17.route.kit;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * Makes routes of one level in one map: the exit is drawn first, then the client's own list of entries is asked, then the
 * middle is filled. Immutable; for any thread, though {@link Guards} are not.
 */
public final class RouteMaker {
    private static final int TRIES = 4;
    private final NodeTable table;
    private final Level level;
    private final Lottery entries;
    private final Lottery middles;
    private final Middles middle;

    /** @param usable the rows that may be entry or stand in the middle */
    public RouteMaker(NodeTable table, Level level, BitSet usable) {
        this(table, level, usable, usable);
    }

    /**
     * @param first the rows that may be the entry
     * @param between the rows that may stand between entry and exit
     */
    public RouteMaker(NodeTable table, Level level, BitSet first, BitSet between) {
        this.table = table;
        this.level = level;
        long[] weights = level.ramp().weights(table, level.minDays());
        long[] guards = new long[weights.length];
        for (int i = 0; i < weights.length; i++) {
            guards[i] = first.get(i) && table.is(i, NodeRow.GUARD) ? weights[i] : 0;
            weights[i] = between.get(i) ? weights[i] : 0;
        }
        this.entries = new Lottery(guards);
        this.middles = new Lottery(weights);
        this.middle = new Middles(level, middles);
    }

    public Level level() {
        return level;
    }

    public NodeTable table() {
        return table;
    }

    /**
     * What a route is made for and with.
     *
     * @param times expected round trips; only entry and middle look at them
     * @param clientCountry ISO 3166-1 alpha-2, empty if unknown
     * @param away rows that could not be reached lately; none of them is used
     * @param doubted rows that may be at fault for something; they serve where there is no other
     * @param waiting rows of the list of entries to which no link stands now; others serve before them
     * @param listed whether the map has, or may have, a node of that key which is not in the table because it cannot be used now
     * @param now seconds since 1970
     */
    public record Client(
            Guards guards,
            Times times,
            String clientCountry,
            BitSet away,
            BitSet doubted,
            BitSet waiting,
            LongPredicate listed,
            long now,
            RandomGenerator random) {
        /** Where nobody is doubted, every link stands and the table has all nodes of the map. */
        public Client(Guards guards, Times times, String clientCountry, BitSet away, long now, RandomGenerator random) {
            this(guards, times, clientCountry, away, new BitSet(), new BitSet(), key -> false, now, random);
        }
    }

    /**
     * A route to an exit that was drawn already.
     *
     * @return rows, entry first
     * @throws Port17Exception NO_ROUTE with a sentence that says what was missing
     */
    public int[] route(int exit, Client client) throws Port17Exception {
        var draft = new Draft(table, level.rules(), level.nodes(), country(client));
        int last = level.nodes() - 1;
        if (client.away().get(exit) || !draft.allows(last, exit, false)) {
            throw none("the exit drawn may not be used now");
        }
        draft.place(last, exit);
        var choice = choice(client);
        List<Integer> serving = client.guards().entries(choice, draft);
        if (serving.isEmpty()) {
            throw none(entries.size() == 0 ? "no node may be an entry" : "no entry on the list goes with the exit");
        }
        for (int entry : serving) {
            draft.place(0, entry);
            if (second(draft, choice, client)) {
                return draft.rows();
            }
        }
        throw none("no middle nodes go with entry and exit");
    }

    /** Entries that stand ready whatever the exit will be, the first to serve first. Chooses those that are missing. */
    public List<Integer> ready(Client client) {
        var choice = choice(client);
        return client.guards().ready(choice, new Draft(table, level.rules(), level.nodes(), country(client)));
    }

    private Guards.Choice choice(Client client) {
        return new Guards.Choice(table, level, entries, middles, client);
    }

    private int country(Client client) {
        return client.clientCountry().isEmpty() ? -1 : table.countryNumber(client.clientCountry());
    }

    private boolean second(Draft draft, Guards.Choice choice, Client client) {
        if (level.entry().second() == 0) {
            return inner(draft, 1, client);
        }
        for (int row : client.guards().seconds(choice, draft)) {
            draft.place(1, row);
            if (inner(draft, 2, client)) {
                return true;
            }
        }
        draft.place(1, -1);
        return false;
    }

    private boolean inner(Draft draft, int from, Client client) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int at = from;
            while (at < level.nodes() - 1 && middle.fill(draft, at, client)) {
                at++;
            }
            if (at == level.nodes() - 1) {
                return true;
            }
            for (int i = from; i < level.nodes() - 1; i++) {
                draft.place(i, -1);
            }
        }
        return false;
    }

    private Port17Exception none(String why) {
        Map<Integer, Integer> owners = new TreeMap<>();
        Map<String, Integer> countries = new TreeMap<>();
        for (int i = 0; i < middles.size(); i++) {
            owners.merge(table.owner(middles.row(i)), 1, Integer::sum);
            countries.merge(table.country(middles.row(i)), 1, Integer::sum);
        }
        return new Port17Exception(
                ErrorKind.NO_ROUTE,
                Retry.LATER,
                "level " + level.number() + " (" + level.name() + "): " + why + "; it wants "
                        + String.join(
                                ", ",
                                level.rules().stream().map(RouteRule::words).toList()) + "; " + middles.size()
                        + " nodes of " + owners.size() + " owners in " + countries.size() + " countries can be used");
    }
}
