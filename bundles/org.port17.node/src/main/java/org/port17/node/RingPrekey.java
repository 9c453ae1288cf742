package org.port17.node;

import java.nio.ByteBuffer;
import java.time.InstantSource;
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
    private final InstantSource clock;
    private final long renewAt;
    private volatile long endsAt;
    private boolean published = true;

    /** @param renewAt second from which a newer one should take its place */
    RingPrekey(
            SignedPrekey signed, CipherSuite suite, Prekey secret, SeenShares seen, InstantSource clock, long renewAt) {
        this.signed = signed;
        this.suite = suite;
        this.secret = secret;
        this.seen = seen;
        this.clock = clock;
        this.renewAt = renewAt;
        this.endsAt = signed.record().acceptUntil();
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
        return seen.add(digest.getLong(), digest.getLong());
    }

    SignedPrekey signed() {
        return signed;
    }

    boolean accepted() {
        return now() < endsAt;
    }

    boolean due() {
        return now() >= renewAt || crowded();
    }

    /** Whether somebody uses up its memory, so that it will soon refuse everybody. */
    synchronized boolean crowded() {
        return seen.crowded();
    }

    /** Whether it refuses everybody. */
    synchronized boolean full() {
        return seen.full();
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
        return now() >= endsAt + settleSeconds;
    }

    /** Wipes the secret and forgets the shares. */
    synchronized void close() {
        endsAt = 0;
        secret.close();
        seen.clear();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
