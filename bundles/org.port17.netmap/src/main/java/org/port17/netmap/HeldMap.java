package org.port17.netmap;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedMap;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * The newest map and prekeys that passed every check. Guarantee: a map is taken only if the authority signed it, it is
 * valid now, and it is not older than any map seen before. One thread.
 */
final class HeldMap {
    /** A map may be dated this far ahead of this computer's clock. */
    static final long FUTURE_MILLIS = 3_600_000;

    private static final int MAX_PREKEYS_PER_NODE = 128;
    private final byte[] authority;
    private final InstantSource clock;
    private SignedMap map;
    private Map<NodeId, SignedNode> records = Map.of();
    private Map<ByteBuffer, SignedPrekey> verified = Map.of();
    private Map<NodeId, List<SignedPrekey>> prekeys = Map.of();
    private String prekeyTag = "";
    private long newestEpoch;
    private byte[] newestBytes = new byte[0];

    HeldMap(byte[] authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * Takes a map.
     *
     * @return false if it is the one held
     * @throws Port17Exception BAD_INPUT, TAMPERED; REPLAYED if a newer one was seen; TIMEOUT if it expired
     */
    boolean map(byte[] bytes) throws Port17Exception {
        if (map != null && Arrays.equals(map.bytes(), bytes)) {
            return false;
        }
        SignedMap fresh = SignedMap.parse(bytes, authority, records::get);
        long epoch = fresh.statement().epoch();
        if (epoch < newestEpoch) {
            throw new Port17Exception(
                    ErrorKind.REPLAYED,
                    Retry.LATER,
                    "map " + epoch + " is older than map " + newestEpoch + ", which was seen before");
        }
        if (epoch == newestEpoch && !Arrays.equals(newestBytes, bytes)) {
            throw new Port17Exception(
                    ErrorKind.PROTOCOL, Retry.LATER, "the authority signed two different maps with number " + epoch);
        }
        long now = clock.millis();
        if (fresh.statement().created() > now + FUTURE_MILLIS) {
            throw new Port17Exception(
                    ErrorKind.BAD_INPUT,
                    Retry.LATER,
                    "map " + epoch + " is dated more than an hour ahead: check this computer's clock");
        }
        newestEpoch = epoch;
        newestBytes = fresh.bytes();
        if (fresh.statement().validUntil() <= now) {
            throw new Port17Exception(ErrorKind.TIMEOUT, Retry.LATER, "map " + epoch + " has expired");
        }
        map = fresh;
        Map<NodeId, SignedNode> index = new HashMap<>();
        fresh.statement().nodes().forEach(node -> index.put(node.record().id(), node.record()));
        records = index;
        return true;
    }

    /**
     * Takes a whole set of prekeys in place of the one held.
     *
     * @return how many records were refused
     */
    int prekeys(byte[] bytes) throws Port17Exception {
        PrekeySet set = PrekeySet.parse(
                bytes, PrekeySet.MAX_RECORDS, raw -> verified.get(ByteBuffer.wrap(Signatures.sha256(raw))));
        Map<ByteBuffer, SignedPrekey> digests = new HashMap<>();
        Map<NodeId, List<SignedPrekey>> byNode = new HashMap<>();
        for (SignedPrekey prekey : set.prekeys()) {
            List<SignedPrekey> own = byNode.computeIfAbsent(prekey.record().node(), id -> new ArrayList<>());
            boolean isNew = digests.put(ByteBuffer.wrap(prekey.record().digest()), prekey) == null;
            if (isNew && own.size() < MAX_PREKEYS_PER_NODE) {
                own.add(prekey);
            }
        }
        byNode.values()
                .forEach(list -> list.sort(
                        Comparator.<SignedPrekey>comparingLong(p -> p.record().notBefore())
                                .reversed()));
        verified = digests;
        prekeys = byNode;
        prekeyTag = prekeyTag(bytes);
        return set.refused();
    }

    /** Drops a map whose time is over. @return whether it did */
    boolean expire() {
        if (map == null || clock.millis() < map.statement().validUntil()) {
            return false;
        }
        map = null;
        return true;
    }

    VerifiedView view() {
        return map == null ? VerifiedView.empty() : VerifiedView.of(map.statement(), prekeys, clock.millis(), clock);
    }

    /** The entity tag an authority gives the map held: its epoch in decimal; empty if none is held. */
    String mapTag() {
        return map == null ? "" : Long.toString(map.statement().epoch());
    }

    String prekeyTag() {
        return prekeyTag;
    }

    int prekeyCount() {
        return verified.size();
    }

    /** The entity tag an authority gives a prekey set: 16 hexadecimal digits of its SHA-256. */
    static String prekeyTag(byte[] set) {
        return HexFormat.of().formatHex(Signatures.sha256(set), 0, 8);
    }
}
