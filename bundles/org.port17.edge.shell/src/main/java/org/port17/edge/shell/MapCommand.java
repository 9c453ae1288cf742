package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.netmap.MapFacts;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;

/** {@code port17:map}. */
@Service
@Command(
        scope = "port17",
        name = "map",
        description = "The verified network map: epoch, size, age, signatures, comparison with a second source")
public final class MapCommand extends ConsoleCommand {
    static final String MISSING = "The bundle org.port17.netmap is not running.";

    @Reference(optional = true)
    NetMap netMap;

    @Override
    Page page() throws CommandException {
        MapView map = present(netMap, MISSING).current();
        MapFacts facts = map.facts();
        if (facts.split() == MapFacts.Split.FORKED) {
            return Page.sentence(
                    Map.of("map", Map.of("epoch", 0, "nodes", 0, "split", "forked")),
                    "Authorities of this network signed two different maps of one number, and too few others are left. No map is used. The"
                            + " proof lies"
                            + " beside the map's cache with the ending .fork.");
        }
        if (map.epoch() == 0) {
            return Page.sentence(
                    Map.of("map", Map.of("epoch", 0, "nodes", 0)),
                    "No network map was verified yet; check source and authority.key in org.port17.netmap.cfg.");
        }
        long age = Math.max(0, System.currentTimeMillis() - map.verifiedAt());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", map.epoch());
        json.put("nodes", map.nodes().size());
        json.put("ageMillis", age);
        json.put("permittedSuites", new TreeSet<>(map.permittedSuites()));
        json.put("network", facts.network());
        json.put("listed", facts.listed());
        json.put("complete", map.complete());
        json.put("owners", facts.owners());
        json.put("bytes", facts.bytes());
        json.put("createdMillis", facts.created());
        json.put("validUntilMillis", facts.validUntil());
        json.put("signatures", facts.signers());
        json.put("signaturesNeeded", facts.needed());
        json.put("authorities", facts.authorities());
        json.put("authoritiesIgnored", facts.ignored());
        json.put("split", facts.split().name().toLowerCase(Locale.ROOT));
        json.put("bootstrapUntilOwners", facts.bootstrap() ? facts.bootstrapOwners() : 0);
        return Page.table(
                        Map.of("map", json),
                        "",
                        "Epoch",
                        "Nodes",
                        "Age",
                        "Permitted suites",
                        "Network",
                        "Owners",
                        "Size",
                        "Signatures",
                        "Split view",
                        "Mode")
                .row(
                        map.epoch(),
                        map.complete() ? map.nodes().size() : "too few of " + facts.listed() + " are at hand",
                        Units.age(age),
                        json.get("permittedSuites"),
                        facts.network(),
                        facts.owners(),
                        Units.bytes(facts.bytes()),
                        facts.signers() + " of " + facts.authorities() + ", " + facts.needed() + " needed"
                                + ignored(facts),
                        split(facts.split()),
                        bootstrap(facts));
    }

    /** Empty where the network is not in bootstrap mode. */
    static String bootstrap(MapFacts facts) {
        return facts.bootstrap()
                ? "bootstrap until there are " + facts.bootstrapOwners() + " owners: nodes of one may share a route"
                : "";
    }

    private static String ignored(MapFacts facts) {
        return facts.ignored() == 0 ? "" : "; " + facts.ignored() + " signed two maps of one number and count no more";
    }

    private static String split(MapFacts.Split split) {
        return switch (split) {
            case ALONE -> "one source, nothing to compare";
            case UNCHECKED -> "not compared yet";
            case AGREED -> "two sources agree";
            case FORKED -> "forked";
        };
    }
}
