package org.port17.authority;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * Whether the prekeys that a proposed head names may go with its map. What is asked depends on the proposal alone: a node may have
 * given each authority other prekeys, earlier or later ones, and that keeps no map from being signed. Whichever are in the set, all
 * clients have the same.
 */
final class ProposedPrekeys {
    private ProposedPrekeys() {}

    /**
     * @param known answers a record verified before with exactly these bytes, or null
     * @throws Port17Exception PROTOCOL that says why the map is not signed, BAD_INPUT if the set is malformed
     */
    static void check(Proposal proposal, Function<byte[], SignedPrekey> known) throws Port17Exception {
        HeadStatement head = proposal.head().statement();
        PrekeySet set = PrekeySet.parse(proposal.prekeys(), PrekeySet.MAX_RECORDS, known);
        require(set.refused() == 0, "one of its prekeys is malformed or forged");
        check(set.prekeys(), proposal.records(), head.suites(), head.created());
    }

    /**
     * @param prekeys that verified
     * @param records of the nodes that the map lists
     * @param permitted suites of the network
     * @param created of the head, milliseconds since 1970
     * @throws Port17Exception PROTOCOL that says why the map is not signed
     */
    static void check(List<SignedPrekey> prekeys, Collection<SignedNode> records, List<Integer> permitted, long created)
            throws Port17Exception {
        Map<NodeId, SignedNode> rows = new HashMap<>();
        records.forEach(record -> rows.put(record.id(), record));
        Set<List<Object>> slots = new HashSet<>();
        Map<NodeId, List<SignedPrekey>> byNode = new HashMap<>();
        for (SignedPrekey prekey : prekeys) {
            PrekeyRecord record = prekey.record();
            SignedNode node = rows.get(record.node());
            require(node != null, "it has prekeys of a node that it does not list");
            require(
                    permitted.contains(record.suite())
                            && node.statement().suites().contains(record.suite())
                            && prekey.fitsItsSuite()
                            && prekey.vouchedBy(node.statement()),
                    "it has a prekey that its node's record does not allow");
            require(inTime(record, created), "it has a prekey that is not of now");
            require(
                    slots.add(List.of(record.node(), record.suite(), record.use())),
                    "it has two prekeys for one thing");
            byNode.computeIfAbsent(record.node(), id -> new ArrayList<>()).add(prekey);
        }
        for (SignedNode node : records) {
            require(
                    WantedPrekeys.allAmong(byNode.getOrDefault(node.id(), List.of()), node.statement(), permitted),
                    "it lists a node without all its prekeys");
        }
    }

    /**
     * By the time of the head, which is near every authority's clock, so that all say the same of a prekey near its end. It must last
     * until the next turns.
     */
    private static boolean inTime(PrekeyRecord record, long createdMillis) {
        return (record.useUntil() - Registry.LAST_USE_SECONDS) * 1_000 > createdMillis
                && record.notBefore() * 1_000 <= createdMillis + Registry.FUTURE_MILLIS;
    }

    /** What this authority verified already need not be verified again. */
    static Function<byte[], SignedPrekey> among(List<SignedPrekey> verified) {
        Map<ByteBuffer, SignedPrekey> byDigest = new HashMap<>();
        verified.forEach(prekey -> byDigest.put(ByteBuffer.wrap(prekey.record().digest()), prekey));
        return raw -> byDigest.get(ByteBuffer.wrap(Signatures.sha256(raw)));
    }

    private static void require(boolean condition, String otherwise) throws Port17Exception {
        if (!condition) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "the proposed map is not signed: " + otherwise);
        }
    }
}
