package org.port17.authority;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/** What the authority holds of one node. Guarded by its {@link Registry}. */
final class Registered {
    private SignedNode record;
    private long sequence;
    private long lastSeen;
    private final long firstSeen;
    private final Map<String, SignedPrekey> prekeys = new HashMap<>();

    /** Both times are milliseconds since 1970. */
    Registered(SignedNode record, long sequence, long lastSeen, long firstSeen) {
        this.record = record;
        this.sequence = sequence;
        this.lastSeen = lastSeen;
        this.firstSeen = firstSeen;
    }

    /** The record in the map: the first one that says what the newest says. */
    SignedNode record() {
        return record;
    }

    /** Of the newest record, which may say the same as the one in the map. */
    long sequence() {
        return sequence;
    }

    long lastSeen() {
        return lastSeen;
    }

    long firstSeen() {
        return firstSeen;
    }

    void seen(long now) {
        lastSeen = now;
    }

    /** @return whether the map changes by it */
    boolean renew(SignedNode newer, long now) {
        boolean differs = !says(newer);
        sequence = newer.statement().sequence();
        lastSeen = now;
        if (differs) {
            record = newer;
        }
        return differs;
    }

    /** Whether the record says the same, its number apart. */
    boolean says(SignedNode other) {
        return other.statement().numbered(0).equals(record.statement().numbered(0));
    }

    /** Keeps the newest prekey of each suite and use. @return whether this one is new */
    boolean take(SignedPrekey prekey) {
        String slot = prekey.record().suite() + " " + prekey.record().use();
        SignedPrekey held = prekeys.get(slot);
        boolean newer = held == null
                || (prekey.record().notBefore() >= held.record().notBefore()
                        && prekey.record().id() != held.record().id());
        if (newer) {
            prekeys.put(slot, prekey);
        }
        return newer;
    }

    /** Those of suites the node still names and of keys it vouches for, for clients to use at {@code seconds}. */
    List<SignedPrekey> usable(long seconds) {
        return prekeys.values().stream()
                .filter(p -> p.record().useUntil() > seconds)
                .filter(p -> record.statement().suites().contains(p.record().suite()))
                .filter(p -> p.vouchedBy(record.statement()))
                .toList();
    }
}
