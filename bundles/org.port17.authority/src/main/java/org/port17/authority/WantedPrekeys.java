package org.port17.authority;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;

/**
 * Which prekeys go with a row: for every permitted suite that the node's record names, for a link, and for a layer where the suite has
 * layers. Else who chooses the set chooses the suite, or takes nodes from those who have no other.
 */
final class WantedPrekeys {
    private WantedPrekeys() {}

    private record Slot(int suite, PrekeyUse use) {}

    /** @param own prekeys of the node that its record allows */
    static boolean allAmong(List<SignedPrekey> own, NodeStatement said, List<Integer> permitted) {
        Set<Slot> slots = new HashSet<>();
        own.forEach(p -> slots.add(new Slot(p.record().suite(), p.record().use())));
        return reachable(own)
                && said.suites().stream()
                        .filter(suite -> permitted.contains(suite) && canHave(said, suite))
                        .allMatch(suite -> slots.contains(new Slot(suite, PrekeyUse.LINK))
                                && (slots.contains(new Slot(suite, PrekeyUse.ONION))
                                        || !SignedPrekey.servesLayers(suite)));
    }

    /** Whether there is one for a link and one for a layer, whatever the suites. */
    static boolean reachable(List<SignedPrekey> own) {
        return own.stream().anyMatch(p -> p.record().use() == PrekeyUse.LINK)
                && own.stream().anyMatch(p -> p.record().use() == PrekeyUse.ONION);
    }

    /** Without the second key that its record would name nothing that it signs counts. */
    private static boolean canHave(NodeStatement said, int suite) {
        return !SignedPrekey.signedTwice(suite) || !said.mlDsaDigest().isEmpty();
    }
}
