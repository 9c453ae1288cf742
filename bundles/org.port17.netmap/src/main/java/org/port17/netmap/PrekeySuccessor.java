package org.port17.netmap;

import java.util.Arrays;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;

/**
 * Judges the record that a node hands over in place of a prekey it no longer answers to. Pure.
 *
 * <p>Guarantee: what passes could have come from the map, and leads nobody back to an older prekey or to another suite.
 */
public final class PrekeySuccessor {
    private PrekeySuccessor() {}

    /**
     * What anybody can judge who passes the record on: whether the node signed it, for this suite and use. Whether the
     * node's record vouches for the key of a second signature is for the map: {@link NetMap#successor}.
     *
     * @throws Port17Exception BAD_INPUT if malformed, TAMPERED if the signature is wrong, PROTOCOL if it is another node's
     *     or of another suite or use
     */
    public static PrekeyRecord genuine(byte[] signed, NodeId node, int suite, PrekeyUse use) throws Port17Exception {
        return genuine(SignedPrekey.parse(signed), node, suite, use);
    }

    private static PrekeyRecord genuine(SignedPrekey signed, NodeId node, int suite, PrekeyUse use)
            throws Port17Exception {
        PrekeyRecord record = signed.record();
        if (!record.node().equals(node) || record.suite() != suite || record.use() != use) {
            throw new Port17Exception(
                    ErrorKind.PROTOCOL, "a prekey record of another node, suite or use was handed over");
        }
        return record;
    }

    /**
     * @param refused the prekey that the node did not answer to
     * @param held the newest one at hand, which may be the refused one
     * @param now seconds since 1970
     * @throws Port17Exception as {@link #genuine}; STALE_PREKEY if its use is over, BAD_INPUT if it begins more than an
     *     hour ahead, REPLAYED if it is the refused one or begins no later than one that is held
     */
    public static PrekeyRecord judge(byte[] signed, PrekeyRecord refused, Optional<PrekeyRecord> held, long now)
            throws Port17Exception {
        return judge(SignedPrekey.parse(signed), refused, held, now);
    }

    static PrekeyRecord judge(SignedPrekey signed, PrekeyRecord refused, Optional<PrekeyRecord> held, long now)
            throws Port17Exception {
        PrekeyRecord record = genuine(signed, refused.node(), refused.suite(), refused.use());
        if (now >= record.useUntil()) {
            throw new Port17Exception(ErrorKind.STALE_PREKEY, "the prekey record handed over is out of use itself");
        }
        if (record.notBefore() > now + VerifiedView.SKEW_SECONDS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the prekey record handed over is dated ahead");
        }
        boolean isHeld = held.isPresent() && same(held.get(), record);
        boolean later = record.notBefore() > refused.notBefore()
                && (held.isEmpty() || record.notBefore() > held.get().notBefore());
        if (same(refused, record) || !isHeld && !later) {
            throw new Port17Exception(ErrorKind.REPLAYED, "the prekey record handed over is no newer one");
        }
        return record;
    }

    private static boolean same(PrekeyRecord one, PrekeyRecord other) {
        return Arrays.equals(one.digest(), other.digest());
    }
}
