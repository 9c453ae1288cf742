package org.port17.authority;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.Capacity;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.Shape;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.SignedNode;

/**
 * Whether this authority signs what another one proposes. It must be of now, follow the rules that this one is configured
 * with, list nobody who did not prove his addresses to this one too, call nobody trusted, certified, fast or old whom this one
 * does not, and leave out few of the nodes this one knows.
 */
final class SecondOpinion {
    /** Clocks of authorities may differ by so much. */
    static final long SKEW_MILLIS = 300_000;

    private static final long WEEK_SECONDS = 7 * 86_400;
    private final AuthoritySettings settings;

    SecondOpinion(AuthoritySettings settings) {
        this.settings = settings;
    }

    /**
     * @param own the nodes this authority would list
     * @throws Port17Exception PROTOCOL that says why not
     */
    void check(Proposal proposal, List<MapNode> own, long founded, long now) throws Port17Exception {
        HeadStatement head = proposal.head().statement();
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
        Map<NodeId, MapNode> known =
                own.stream().collect(Collectors.toMap(n -> n.record().id(), Function.identity()));
        Set<NodeId> listed = new HashSet<>();
        for (int row = 0; row < proposal.columns().size(); row++) {
            SignedNode record = proposal.records().get(row);
            listed.add(record.id());
            node(proposal.columns(), row, record, known.get(record.id()), head);
            settings.rules().owners().check(record, List.of());
        }
        long missing =
                known.keySet().stream().filter(id -> !listed.contains(id)).count();
        require(missing <= Math.max(2, known.size() / 3), "it leaves out too many of the nodes I know");
    }

    private void node(Columns columns, int row, SignedNode record, MapNode known, HeadStatement head)
            throws Port17Exception {
        Shape.Traits traits = columns.shape(row).traits();
        require(
                known != null
                        && known.record()
                                .statement()
                                .endpoints()
                                .equals(record.statement().endpoints()),
                "it lists a node that did not prove its addresses to me");
        MapNode mine = settings.judgement().of(record, known.since());
        require(
                traits.trusted() == mine.trusted()
                        && traits.certified() == mine.certified()
                        && traits.exit() == record.statement().exit(),
                "it says of a node what I do not");
        require(
                Capacity.classOf(columns.capacity(row)) == Capacity.classOf(mine.capacity()),
                "it calls a node faster or slower than I do");
        require(
                columns.week(row) >= Math.max(0, (mine.since() - head.founded()) / WEEK_SECONDS),
                "it calls a node older than I do");
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "the proposed map is not signed: " + otherwise);
        }
    }
}
