package org.port17.node;

import java.nio.ByteBuffer;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;

/** One prekey of the ring, until its end. */
final class RingPrekey implements OwnPrekey {
    private final SignedPrekey signed;
    private final CipherSuite suite;
    private final Prekey secret;
    private final SeenShares seen;
    private final NodeClock clock;
    private final Runnable onCrowded;
    private final long renewAt;
    private volatile long endsAt;
    private volatile boolean published = true;
    private volatile boolean full;

    /**
     * @param renewAfter seconds after which a newer one should take its place
     * @param onCrowded called once, when half of the memory for shares is used; on the caller's thread, must not block
     */
    RingPrekey(
            SignedPrekey signed,
            CipherSuite suite,
            Prekey secret,
            SeenShares seen,
            NodeClock clock,
            long renewAfter,
            Runnable onCrowded) {
        this.signed = signed;
        this.suite = suite;
        this.secret = secret;
        this.seen = seen;
        this.clock = clock;
        this.onCrowded = onCrowded;
        long life = signed.record().acceptUntil() - signed.record().notBefore();
        this.renewAt = now() + renewAfter;
        this.endsAt = now() + life;
    }

    @Override
    public PrekeyRecord record() {
        return signed.record();
    }

    @Override
    public CipherSuite suite() {
        return suite;
    }

    @Override
    public Prekey secret() {
        return secret;
    }

    /**
     * A handshake, not a cell, pays for this lock: being asked from two threads by mistake would let a replay through,
     * and a replay accepted means a nonce used twice.
     */
    @Override
    public synchronized boolean firstSeen(byte[] share) {
        if (!accepted()) {
            return false;
        }
        ByteBuffer digest = ByteBuffer.wrap(Signatures.sha256(share));
        boolean before = seen.crowded();
        boolean isNew = seen.add(digest.getLong(), digest.getLong());
        full = seen.full();
        if (!before && seen.crowded()) {
            onCrowded.run();
        }
        return isNew;
    }

    @Override
    public boolean full() {
        return full;
    }

    SignedPrekey signed() {
        return signed;
    }

    boolean accepted() {
        return now() < endsAt;
    }

    boolean due() {
        return now() >= renewAt || crowded() || misdated();
    }

    /** Whether clients whose clocks agree with this node's would not use it: somebody set the clock since. */
    private boolean misdated() {
        long wall = clock.wallSeconds();
        return wall < signed.record().notBefore() - PrekeyRing.AHEAD_SECONDS
                || wall >= signed.record().useUntil() - PrekeyRing.LAST_USE_SECONDS;
    }

    /** Whether somebody uses up its memory, so that it will soon refuse everybody. */
    synchronized boolean crowded() {
        return seen.crowded();
    }

    boolean published() {
        return published && accepted();
    }

    void unpublish() {
        published = false;
    }

    /** Ends it in so many seconds, or as planned if that is earlier. */
    void endIn(long seconds) {
        endsAt = Math.min(endsAt, now() + seconds);
    }

    /** Whether it ended so long ago that no handshake can be using it any more. */
    boolean over(long settleSeconds) {
        return now() - settleSeconds >= endsAt;
    }

    /** Wipes the secret and forgets the shares. */
    synchronized void close() {
        endsAt = Long.MIN_VALUE;
        secret.close();
        seen.clear();
    }

    private long now() {
        return clock.seconds();
    }
}
