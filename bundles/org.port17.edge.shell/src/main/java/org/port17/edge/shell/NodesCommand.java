package org.port17.edge.shell;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Node;
import org.port17.api.view.CandidateView;
import org.port17.api.view.Inspection;
import org.port17.api.view.MeasuredView;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.spi.trust.TrustBook;

/** {@code port17:nodes}. */
@Service
@Command(
        scope = "port17",
        name = "nodes",
        description =
                "Nodes of the verified network map; on an authority, with --waiting, those that are not in it, and why, with"
                        + " --measured, what each was measured to carry")
public final class NodesCommand extends ConsoleCommand {
    @Argument(name = "name", description = "Only the node of this name")
    @Completion(NodeNameCompleter.class)
    String name;

    @Option(
            name = "--waiting",
            description = "Nodes that announced themselves to this authority and are not in its map, and why")
    boolean waiting;

    @Option(
            name = "--measured",
            description = "What this authority measured of each node of its map, when, and how it failed last")
    boolean measured;

    @Reference(optional = true)
    NetMap netMap;

    @Reference(optional = true)
    ThisNode thisNode;

    @Reference(optional = true)
    TrustBook trust;

    @Override
    Page page() throws CommandException {
        if (waiting) {
            return candidates();
        }
        return measured ? measured() : listed();
    }

    private Page measured() throws CommandException {
        List<MeasuredView> all = Answers.all(parts, Inspection::measured).stream()
                .filter(m -> name == null || m.name().equals(name))
                .sorted(Comparator.comparing(MeasuredView::name))
                .toList();
        Page page = Page.table(
                Map.of("measured", all),
                "No node is measured here, or this process is no authority.",
                "Node",
                "Id",
                "Measured",
                "When",
                "Failed last",
                "Place");
        for (MeasuredView m : all) {
            page.row(
                    m.name(),
                    m.id().brief(),
                    capacity(m.bytesPerSecond()),
                    m.measuredMillis() == 0
                            ? ""
                            : Instant.ofEpochMilli(m.measuredMillis()).truncatedTo(ChronoUnit.SECONDS),
                    m.failure(),
                    m.place());
        }
        return page;
    }

    private static String capacity(long bytesPerSecond) {
        return bytesPerSecond == 0 ? "not measured" : Units.bytes(bytesPerSecond) + "/s";
    }

    private Page candidates() throws CommandException {
        List<CandidateView> candidates = Answers.all(parts, Inspection::candidates).stream()
                .filter(c -> !c.listed() && (name == null || c.name().equals(name)))
                .sorted(Comparator.comparing(CandidateView::name))
                .toList();
        Page page = Page.table(
                Map.of("waiting", candidates),
                "No node waits here, or this process is no authority.",
                "Node",
                "Id",
                "Owner",
                "Addresses proven",
                "Since",
                "Why it is not in the map");
        for (CandidateView c : candidates) {
            page.row(
                    c.name(),
                    c.id().brief(),
                    c.owner(),
                    c.proven() + " of " + c.addresses(),
                    Instant.ofEpochMilli(c.sinceMillis()).truncatedTo(ChronoUnit.SECONDS),
                    c.reason());
        }
        return page;
    }

    /** This node is told by the authorities why it is not there. */
    private String why() {
        ThisNode self = Present.one(thisNode, ThisNode.class);
        boolean known =
                self != null && self.name().equals(name) && !self.missing().isEmpty();
        return known ? " An authority says: " + Units.safe(self.missing()) + "." : "";
    }

    private Page listed() throws CommandException {
        List<Node> nodes = present(netMap, MapCommand.MISSING).current().nodes().stream()
                .filter(n -> name == null || n.name().equals(name))
                .sorted(Comparator.comparing(Node::name))
                .toList();
        if (name != null && nodes.isEmpty()) {
            throw new CommandException("The network map holds no node named " + Units.safe(name) + "." + why());
        }
        TrustBook book = Present.one(trust, TrustBook.class);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nodes", nodes);
        json.put("trust", nodes.stream().map(n -> TrustWords.of(n, book)).toList());
        Page page = Page.table(
                json,
                "The network map is empty.",
                "Node",
                "Id",
                "Owner",
                "Certificate",
                "Country",
                "AS",
                "Exit",
                "Trust",
                "Why",
                "Measured",
                "Since",
                "Endpoints",
                "Suites");
        for (Node n : nodes) {
            TrustWords words = TrustWords.of(n, book);
            page.row(
                    n.name(),
                    n.id().brief(),
                    n.owner(),
                    n.certified() ? "key " + n.ownerKey().substring(0, 16) : "none",
                    n.country(),
                    n.as() == 0 ? "" : n.as(),
                    n.exit() ? "yes" : "",
                    words.by(),
                    words.why(),
                    capacity(n.capacity()),
                    n.since() == 0 ? "" : Instant.ofEpochSecond(n.since()),
                    String.join(" ", n.endpoints().stream().map(e -> e.text()).toList()),
                    String.join(
                            " ",
                            n.suites().stream()
                                    .map(id -> String.format("0x%04x", id))
                                    .toList()));
        }
        return page;
    }
}
