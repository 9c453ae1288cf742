package org.port17.node;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's prekeys: for each suite one for links and, if the suite serves onion layers, one for them. New at every
 * start, since replay caches do not survive one; renewed after five hours and a random while, offered for use six hours,
 * accepted for twelve, then wiped. These times are this node's own and do not depend on the wall clock; a record whose
 * dates stopped making sense because that was set is replaced at the next {@link #turn}.
 *
 * <p>{@link #find} and {@link #offered} are safe from any thread and take no lock; the rest is synchronized.
 */
final class PrekeyRing {
    static final long USE_SECONDS = 6 * 3_600;
    static final long ACCEPT_SECONDS = 12 * 3_600;
    static final long RENEW_SECONDS = 5 * 3_600;
    static final int RENEW_SPREAD_SECONDS = 1_800;

    /** A prekey whose suite goes is answered so long, until clients have heard of it. */
    static final long FAREWELL_SECONDS = 3;

    /** Between the last lookup that may find a prekey and the wiping of its secret. */
    static final long SETTLE_SECONDS = 5;

    /** A suite that drains but is not gone after this time is taken back. */
    static final long LEAVING_SECONDS = 120;

    /**
     * How long a prekey whose memory fills too fast is still answered. Who comes later is told the next one, and each
     * such memory costs this node tens of megabytes.
     */
    static final long CROWDED_SECONDS = 60;

    /** How far ahead of this node's clock a record may begin; clients take an hour. */
    static final long AHEAD_SECONDS = 3_540;

    /** A record that can be used for less than this, by the wall clock, is due. */
    static final long LAST_USE_SECONDS = 600;

    private static final Logger LOG = LoggerFactory.getLogger(PrekeyRing.class);
    private final NodeKeys keys;
    private final NodeId node;
    private final NodeClock clock;
    private final Runnable onCrowded;
    private final SecureRandom random;
    private final int replayCapacity;
    private final Map<Integer, RingPrekey> prekeys = new ConcurrentHashMap<>();

    /** Suites that said farewell, until when they get no new prekeys even if they are still listed. */
    private final Map<Object, Long> leaving = new IdentityHashMap<>();

    /** When the newest record begins. */
    private long latest;

    /**
     * @param latest second in which a record of an earlier run may have begun; 0 if unknown
     * @param onCrowded called when a prekey's memory fills too fast: {@link #turn} soon; any thread, must not block
     */
    PrekeyRing(
            NodeKeys keys, NodeClock clock, SecureRandom random, int replayCapacity, long latest, Runnable onCrowded) {
        this.keys = keys;
        this.node = NodeId.of(keys.identity().publicKey(), 0);
        this.clock = clock;
        this.random = random;
        this.replayCapacity = replayCapacity;
        this.latest = latest;
        this.onCrowded = onCrowded;
    }

    Optional<OwnPrekey> find(int id) {
        RingPrekey found = prekeys.get(id);
        return found != null && found.accepted() ? Optional.of(found) : Optional.empty();
    }

    /**
     * Makes what is missing or due, lets go of prekeys whose suite is gone, wipes those that are over.
     *
     * @return whether {@link #published} changed
     */
    synchronized boolean turn(List<CipherSuite> suites) {
        boolean changed = false;
        for (RingPrekey prekey : prekeys.values()) {
            // By object, not by number: a suite that came back is a new object and needs new prekeys.
            if (prekey.published() && suites.stream().noneMatch(s -> s == prekey.suite())) {
                dismiss(prekey);
                changed = true;
            }
        }
        long now = clock.seconds();
        leaving.entrySet().removeIf(e -> now >= e.getValue() || suites.stream().noneMatch(s -> s == e.getKey()));
        for (CipherSuite suite : suites) {
            if (leaving.containsKey(suite)) {
                continue;
            }
            changed |= provide(suite, PrekeyUse.LINK);
            if (suite.traits().onion()) {
                changed |= provide(suite, PrekeyUse.ONION);
            }
        }
        wipeOver();
        return changed;
    }

    /** Lets go of one suite's prekeys. @return whether {@link #published} changed */
    synchronized boolean dismiss(Object suite) {
        leaving.put(suite, clock.seconds() + LEAVING_SECONDS);
        boolean changed = false;
        for (RingPrekey prekey : prekeys.values()) {
            if (prekey.suite() == suite && prekey.published()) {
                dismiss(prekey);
                changed = true;
            }
        }
        return changed;
    }

    /** What clients should use: the newest prekey of each suite and use. */
    synchronized List<SignedPrekey> published() {
        List<SignedPrekey> list = new ArrayList<>();
        for (RingPrekey prekey : prekeys.values()) {
            if (prekey.published()) {
                list.add(prekey.signed());
            }
        }
        return list;
    }

    /** The signed record of the newest prekey that clients should use. No lock. */
    Optional<SignedPrekey> offered(int suite, PrekeyUse use) {
        return prekeys.values().stream()
                .filter(p -> p.published() && !p.full())
                .map(RingPrekey::signed)
                .filter(p -> p.record().suite() == suite && p.record().use() == use)
                .max(Comparator.comparingLong(p -> p.record().notBefore()));
    }

    synchronized void close() {
        prekeys.values().forEach(RingPrekey::close);
        prekeys.clear();
    }

    /** How many secrets are still in memory. */
    int size() {
        return prekeys.size();
    }

    private boolean provide(CipherSuite suite, PrekeyUse use) {
        RingPrekey current = null;
        for (RingPrekey prekey : prekeys.values()) {
            if (prekey.suite() == suite && prekey.record().use() == use && prekey.published()) {
                current = prekey;
            }
        }
        if (current != null && !current.due()) {
            return false;
        }
        try {
            RingPrekey fresh = make(suite, use);
            prekeys.put(fresh.record().id(), fresh);
        } catch (Port17Exception | RuntimeException e) {
            LOG.error("no {} prekey from suite {}", use, suite.traits().name(), e);
            return false;
        }
        if (current != null) {
            current.unpublish();
            if (current.crowded()) {
                // Or whoever floods a node with handshakes would fill one memory after another for twelve hours.
                current.endIn(CROWDED_SECONDS);
            }
        }
        return true;
    }

    private RingPrekey make(CipherSuite suite, PrekeyUse use) throws Port17Exception {
        Prekey secret = suite.newPrekey(use, random);
        try {
            long now = begin();
            SignedPrekey signed = SignedPrekey.sign(
                    keys.identity(),
                    keys.second(),
                    new PrekeyRecord(
                            node,
                            suite.traits().id(),
                            use,
                            freshId(),
                            now,
                            now + USE_SECONDS,
                            now + ACCEPT_SECONDS,
                            secret.publicKey(),
                            new byte[0]));
            latest = now;
            long renewAfter = RENEW_SECONDS + random.nextInt(RENEW_SPREAD_SECONDS);
            SeenShares seen = new SeenShares(replayCapacity, random);
            return new RingPrekey(signed, suite, secret, seen, clock, renewAfter, onCrowded);
        } catch (Port17Exception | RuntimeException e) {
            secret.close();
            throw e;
        }
    }

    /**
     * When the next record begins. Clients take only a later record in place of an earlier one, so each begins after all
     * before it, also when the clock was set back. One that nobody could have taken, since it lay too far ahead, does not
     * count.
     */
    private long begin() {
        long wall = Math.max(0, clock.wallSeconds());
        return latest >= wall && latest < wall + AHEAD_SECONDS ? latest + 1 : wall;
    }

    private int freshId() {
        int id = random.nextInt();
        while (id == 0 || prekeys.containsKey(id)) {
            id = random.nextInt();
        }
        return id;
    }

    private static void dismiss(RingPrekey prekey) {
        prekey.unpublish();
        prekey.endIn(FAREWELL_SECONDS);
    }

    private void wipeOver() {
        for (Iterator<RingPrekey> i = prekeys.values().iterator(); i.hasNext(); ) {
            RingPrekey prekey = i.next();
            if (!prekey.published() && prekey.full()) {
                prekey.endIn(0);
            }
            if (prekey.over(SETTLE_SECONDS)) {
                i.remove();
                prekey.close();
            }
        }
    }
}
