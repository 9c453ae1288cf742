package org.port17.authority;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.api.Endpoint;
import org.port17.api.NodeId;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.format.OwnerCertificate;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;

/**
 * What the authority holds of one node. What it says counts once all addresses that it says are proven; until then what it
 * said before goes on counting, as long as that is true. Guarded by its {@link Registry}.
 */
final class Registered {
    /** Prekeys that a node may leave here before it is proven, so that many such nodes take no room. */
    private static final int UNPROVEN_BYTES = 32 << 10;

    private SignedNode record;
    private SignedNode counted;
    private boolean member;
    private long sequence;
    private long lastSeen;
    private long firstSeen;
    private final String origin;
    private String claim = "";
    private String name = "";
    private final Map<Endpoint, AddressProof> proofs = new LinkedHashMap<>();
    private final Map<String, SignedPrekey> prekeys = new HashMap<>();

    /**
     * Times are milliseconds since 1970.
     *
     * @param origin from where it announces itself, see {@link AddressRules#origin}
     * @param member whether it ever proved all its addresses
     */
    Registered(SignedNode record, long lastSeen, long firstSeen, String origin, boolean member) {
        this.record = record;
        this.sequence = record.statement().sequence();
        this.lastSeen = lastSeen;
        this.firstSeen = firstSeen;
        this.origin = origin;
        this.member = member;
        record.statement().endpoints().forEach(e -> proofs.put(e, new AddressProof(0, lastSeen)));
    }

    /** Takes back what was proven before a restart; all of it is looked at again. */
    void restore(long newest, long provenAt, long due) {
        sequence = newest;
        if (provenAt > 0) {
            counts(record);
            proofs.replaceAll((endpoint, proof) -> new AddressProof(provenAt, due));
        }
    }

    NodeId id() {
        return record.id();
    }

    /** What the node says: the first record that says what the newest says. */
    SignedNode record() {
        return record;
    }

    /** What counts of it; null if nothing does. */
    SignedNode counted() {
        return counted;
    }

    /** Whether the node says that it is nowhere. */
    boolean withdrawn() {
        return record.statement().endpoints().isEmpty();
    }

    /** Under which it is known here; empty before it is. */
    String name() {
        return name;
    }

    void name(String known) {
        name = known;
    }

    /** Of the newest record, which may say the same as the one that counts. */
    long sequence() {
        return sequence;
    }

    long lastSeen() {
        return lastSeen;
    }

    /** When it first proved its addresses; before that, when it first announced itself. */
    long firstSeen() {
        return firstSeen;
    }

    boolean member() {
        return member;
    }

    String origin() {
        return origin;
    }

    Map<Endpoint, AddressProof> proofs() {
        return proofs;
    }

    /** Who vouches for it, by key; empty if nobody does. */
    String ownerKey() {
        return record.statement().certificate().map(OwnerCertificate::ownerKey).orElse("");
    }

    void renew(SignedNode newer, long now) {
        boolean differs = !says(newer);
        sequence = newer.statement().sequence();
        lastSeen = now;
        if (member) {
            proofs.values().forEach(p -> p.announced(now));
        }
        if (!differs) {
            return;
        }
        record = newer;
        keepOnly(newer, counted);
        newer.statement().endpoints().forEach(e -> proofs.putIfAbsent(e, new AddressProof(0, now)));
        if (counted != null && !proven(newer)) {
            // Who says another address is perhaps no longer where it was.
            counted.statement().endpoints().forEach(e -> proofs.get(e).doubt(now));
        }
    }

    /** It was away: proofs from before that time are void. */
    void expire(long before, long now) {
        proofs.values().forEach(p -> p.expire(before, now));
        discount();
    }

    private void keepOnly(SignedNode one, SignedNode other) {
        Set<Endpoint> needed = new HashSet<>(one.statement().endpoints());
        if (other != null) {
            needed.addAll(other.statement().endpoints());
        }
        proofs.keySet().retainAll(needed);
    }

    boolean proven(SignedNode what) {
        return what.statement().endpoints().stream()
                .allMatch(e -> proofs.containsKey(e) && proofs.get(e).proven());
    }

    /** Whether what the node says is all proven and does not count yet. */
    boolean mayCount() {
        return !record.equals(counted) && !withdrawn() && proven(record);
    }

    /** What the node says counts from now on. */
    void count(long now) {
        if (!member) {
            member = true;
            firstSeen = now;
        }
        counts(record);
        keepOnly(record, null);
    }

    private void counts(SignedNode now) {
        counted = now;
        claim = now == null ? "" : RecordRows.claim(now.statement()).orElse("");
    }

    /** The address at which what counts of it can be reached first; empty if there is none that others could claim. */
    String claim() {
        return claim;
    }

    /** @param drop how long a node may say nothing */
    boolean silent(long now, Duration drop) {
        return now - lastSeen > drop.toMillis();
    }

    /** What the map would say of it if nobody else were there; null if nothing. */
    SignedNode listed(long now, Duration drop) {
        return withdrawn() || silent(now, drop) ? null : counted;
    }

    /** Whether the last dial of each of its addresses succeeded. */
    boolean healthy() {
        return proofs.values().stream().allMatch(p -> p.failures() == 0);
    }

    /** When all of it was proven last; 0 if some of it is not. */
    long provenAt() {
        return counted == null
                ? 0
                : counted.statement().endpoints().stream()
                        .mapToLong(e -> proofs.get(e).provenAt())
                        .min()
                        .orElse(0);
    }

    /** What counted does no more, if one of its addresses is not proven any more. @return whether that is so */
    boolean discount() {
        if (counted == null || proven(counted)) {
            return false;
        }
        counts(null);
        keepOnly(record, null);
        return true;
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
        boolean fits = member || held != null || bytes() + prekey.bytes().length <= UNPROVEN_BYTES;
        if (newer && fits) {
            prekeys.put(slot, prekey);
        }
        return newer && fits;
    }

    private int bytes() {
        return prekeys.values().stream().mapToInt(p -> p.bytes().length).sum();
    }

    /** Those of suites the node still names and of keys it vouches for, for clients to use at {@code seconds}. */
    List<SignedPrekey> usable(long seconds) {
        return prekeys.values().stream()
                .filter(p -> p.record().useUntil() > seconds)
                .filter(p -> record.statement().suites().contains(p.record().suite()))
                .filter(p -> p.vouchedBy(record.statement()))
                .toList();
    }

    /** What to shake hands with, as signed. */
    List<byte[]> linkPrekeys(long seconds) {
        List<byte[]> signed = new ArrayList<>();
        for (SignedPrekey prekey : usable(seconds)) {
            if (prekey.record().use() == PrekeyUse.LINK) {
                signed.add(prekey.bytes());
            }
        }
        return signed;
    }
}
