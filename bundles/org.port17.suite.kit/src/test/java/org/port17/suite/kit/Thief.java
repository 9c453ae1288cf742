package org.port17.suite.kit;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.PrekeyUse;
import org.port17.testkit.RatchetPair;

/** Has one end's full state of one moment, reads the wire before and after it, and knows the algorithms. */
final class Thief {
    private static final int STEP_HEADER = 6;
    private static final int CONFIRMATION = 16;

    private final Recipe recipe;
    private final CipherSuite suite;
    private final DoubleRatchet state;

    Thief(Recipe recipe, DoubleRatchet victim) {
        this.recipe = recipe;
        this.suite = recipe.suite();
        this.state = Theft.of(victim);
    }

    DoubleRatchet state() {
        return state;
    }

    /** Whether any key in the state, or any chain begun at any 32 bytes in it, opens a recorded message. */
    boolean opens(byte[] recorded) {
        if (opensNow(Theft.of(state), recorded)) {
            return true;
        }
        List<byte[]> found = SecretScan.reachable(state);
        for (byte[] value : found) {
            if (value.length == 32) {
                for (int direction = KeyEpoch.TO_RESPONDER; direction <= KeyEpoch.TO_INITIATOR; direction++) {
                    try (Chain chain = recipe.chain(value.clone(), direction)) {
                        if (chainOpens(chain, recorded)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    /** Tries every position of the first phase: seals of its own move it on. */
    private static boolean chainOpens(Chain chain, byte[] recorded) {
        byte[] tag = new byte[16];
        for (int i = 0; i < Chain.PHASE; i++) {
            if (chain.open(RatchetPair.KIND, recorded, 0, recorded.length, new byte[recorded.length], 0)) {
                return true;
            }
            chain.seal(0, tag, 0, 0, tag, 0);
        }
        return false;
    }

    private static boolean opensNow(DoubleRatchet ratchet, byte[] recorded) {
        return RatchetPair.open(ratchet, recorded) != null;
    }

    /**
     * Follows a step that was read on the wire, with a KEM key of its own in place of the one it lacks.
     *
     * @return the epoch after the step, or null if its confirmation shows that it is not
     */
    Epoch follow(byte[] offer, byte[] answer) throws Port17Exception {
        byte[] key = Arrays.copyOfRange(offer, STEP_HEADER, offer.length);
        byte[] share = Arrays.copyOfRange(answer, STEP_HEADER, answer.length - CONFIRMATION);
        Kem.KemKey own = recipe.link().generate(new SecureRandom());
        PrekeyPair pretended = new PrekeyPair(suite.traits().id(), PrekeyUse.LINK, new Kem.KemKey() {
            @Override
            public byte[] publicKey() {
                return key.clone();
            }

            @Override
            public byte[] decapsulate(byte[] received) throws Port17Exception {
                return own.decapsulate(received);
            }

            @Override
            public void close() {
                own.close();
            }
        });
        Epoch before = (Epoch) SecretScan.get("epoch", state);
        Epoch after = suite.accept(before, pretended, share);
        byte[] confirmation = Arrays.copyOfRange(answer, answer.length - CONFIRMATION, answer.length);
        return Arrays.equals(after.confirmation(), confirmation) ? after : null;
    }
}
