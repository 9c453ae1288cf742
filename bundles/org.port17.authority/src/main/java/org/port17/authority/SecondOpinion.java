package org.port17.authority;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.GeoPoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.Capacity;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.column.Row;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * Whether this authority signs what another one proposes. It must be of now, follow the rules that this one is configured
 * with, list nobody who did not prove his addresses to this one too, call nobody trusted, certified, fast or old whom this one
 * does not, leave out few of the nodes this one knows, and go with prekeys of all its nodes and of nobody else.
 */
final class SecondOpinion {
    /** Clocks of authorities may differ by so much. */
    static final long SKEW_MILLIS = 300_000;

    private static final long WEEK_SECONDS = 7 * 86_400;
    private final AuthoritySettings settings;
    private final Registry registry;
    private final Placed placed;

    SecondOpinion(AuthoritySettings settings, Registry registry, Placed placed) {
        this.settings = settings;
        this.registry = registry;
        this.placed = placed;
    }

    /** What a head alone shows. @throws Port17Exception PROTOCOL that says why it is not signed */
    void head(HeadStatement head, long founded, long now) throws Port17Exception {
        require(
                head.network().equals(settings.place().network()) && head.founded() == founded,
                "it is of another network");
        require(Math.abs(head.created() - now) <= SKEW_MILLIS, "it is not of now: one of our clocks is wrong");
        require(
                head.validUntil() - head.created()
                        <= settings.times().validity().toMillis(),
                "it would be valid for too long");
        require(
                head.suites().equals(settings.rules().suites())
                        && head.bootstrapOwners() == settings.rules().bootstrapOwners()
                        && head.places().isEmpty(),
                "its rules are not the ones I am configured with");
    }

    /**
     * The rest, of a map whose head was looked at.
     *
     * @param own the nodes this authority would list
     * @param last what the newest signed map says
     * @param known answers a prekey record verified before with exactly these bytes, or null
     * @throws Port17Exception PROTOCOL that says why not; CONFIG if a name or an owner is another's
     */
    void check(Proposal proposal, List<MapNode> own, Said last, Function<byte[], SignedPrekey> known)
            throws Port17Exception {
        HeadStatement head = proposal.head().statement();
        Map<NodeId, MapNode> mine =
                own.stream().collect(Collectors.toMap(n -> n.record().id(), Function.identity()));
        Set<NodeId> listed = new HashSet<>();
        int dropped = 0;
        int placesKnown = 0;
        int placesDropped = 0;
        for (int row = 0; row < proposal.columns().size(); row++) {
            SignedNode record = proposal.records().get(row);
            listed.add(record.id());
            node(proposal.columns(), row, record, mine.get(record.id()), head);
            dropped += capacity(
                            Capacity.classOf(proposal.columns().capacity(row)),
                            mine.get(record.id()).capacity(),
                            last.capacity(record.id()))
                    ? 1
                    : 0;
            Optional<Whereabouts.Finding> found = placed.of(mine.get(record.id()));
            Optional<GeoPoint> place = proposal.columns().measured(row);
            Optional<GeoPoint> before = last.place(record.id());
            require(AgreedPlace.signs(found, place, before), "it says that a node stands where I did not find it");
            placesKnown += AgreedPlace.knows(found, before) ? 1 : 0;
            placesDropped += AgreedPlace.drops(found, place, before) ? 1 : 0;
        }
        registry.admits(proposal.records());
        owners(proposal);
        ProposedPrekeys.check(proposal, known);
        require(dropped <= fewOf(mine.size()), "it forgets of too many nodes what was measured");
        require(placesDropped <= fewOf(placesKnown), "it forgets of too many nodes where they stand");
        long missing = mine.keySet().stream().filter(id -> !listed.contains(id)).count();
        require(missing <= fewOf(mine.size()), "it leaves out too many of the nodes I know");
    }

    private static int fewOf(int nodes) {
        return Math.max(2, nodes / 3);
    }

    /** @return whether it says nothing where the map before said something, and this authority knows it too */
    private static boolean capacity(int said, long mine, int last) throws Port17Exception {
        require(AgreedCapacity.signs(mine, said, last), "it calls a node faster or slower than I do");
        return AgreedCapacity.drops(mine, said, last);
    }

    /** The row must say what this authority would make of the record, but for load, and for a node that it has known longer. */
    private void node(Columns columns, int row, SignedNode record, MapNode known, HeadStatement head)
            throws Port17Exception {
        require(known != null && registry.proved(record), "it lists a node that did not prove its addresses to me");
        Row said = columns.row(row);
        MapNode mine = settings.judgement().of(record, known.since(), registry.named(record));
        require(
                said.week() >= Math.max(0, (mine.since() - head.founded()) / WEEK_SECONDS),
                "it calls a node older than I do");
        Row own = RecordRows.row(mine, head.founded(), said.owner()).inWeek(said.week());
        require(own.same(said), "it says of a node what I do not");
    }

    /** Rows share an owner's number where their records share his name, and nowhere else. */
    private static void owners(Proposal proposal) throws Port17Exception {
        Map<String, Integer> numbers = new HashMap<>();
        Map<Integer, String> names = new HashMap<>();
        for (int row = 0; row < proposal.columns().size(); row++) {
            String name = proposal.records().get(row).statement().owner();
            int number = proposal.columns().owner(row);
            Integer before = numbers.put(name, number);
            boolean alone = number == 0 && before == null;
            boolean shared = number != 0
                    && (before == null || before == number)
                    && names.merge(number, name, (was, is) -> was).equals(name);
            require(alone || shared, "it gives owners numbers that do not fit their names");
        }
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "the proposed map is not signed: " + otherwise);
        }
    }
}
