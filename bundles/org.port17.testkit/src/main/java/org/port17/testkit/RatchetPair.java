package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/** Both ends of one ratchet, and what tests do with them. */
public record RatchetPair(DoubleRatchet initiator, DoubleRatchet responder) implements AutoCloseable {
    public static final int KIND = 0x42;
    private static final byte[] CONTEXT = "suite contract".getBytes(StandardCharsets.UTF_8);

    public static RatchetPair of(CipherSuite suite, PrekeyUse use) throws Port17Exception {
        return of(suite, suite, use, new SeededRandom(17));
    }

    /** Initiator and responder may be two implementations of the same suite. */
    public static RatchetPair of(CipherSuite client, CipherSuite node, PrekeyUse use, SecureRandom random)
            throws Port17Exception {
        try (Prekey prekey = node.newPrekey(use, random)) {
            DoubleRatchet.Started first = DoubleRatchet.initiate(client, use, prekey.publicKey(), CONTEXT, random);
            return new RatchetPair(first.ratchet(), DoubleRatchet.respond(node, prekey, first.share(), CONTEXT));
        }
    }

    public static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static byte[] seal(DoubleRatchet from, byte[] plain) {
        byte[] sealed = new byte[plain.length + SuiteTraits.TAG];
        from.seal(KIND, plain, 0, plain.length, sealed, 0);
        return sealed;
    }

    /** Null if the message does not open. */
    public static byte[] open(DoubleRatchet to, byte[] sealed) {
        byte[] plain = new byte[Math.max(0, sealed.length - SuiteTraits.TAG)];
        return to.open(KIND, sealed, 0, sealed.length, plain, 0) ? plain : null;
    }

    public static void passes(DoubleRatchet from, DoubleRatchet to, byte[] plain) {
        assertArrayEquals(plain, open(to, seal(from, plain)));
    }

    /** {@code count} short messages one way. */
    public static void passMany(DoubleRatchet from, DoubleRatchet to, int count) {
        byte[] buffer = new byte[8 + SuiteTraits.TAG];
        for (int i = 0; i < count; i++) {
            Arrays.fill(buffer, 0, 8, (byte) i);
            from.seal(KIND, buffer, 0, 8, buffer, 0);
            assertTrue(to.open(KIND, buffer, 0, buffer.length, buffer, 0), "message " + i);
        }
    }

    /** An offer of a step into the suite that is in use. */
    public static byte[] offer(DoubleRatchet initiator, SecureRandom random) throws Port17Exception {
        return initiator.offer(initiator.suite(), random);
    }

    /** An answer by an end that permits only the suite that is in use. */
    public static byte[] answer(DoubleRatchet responder, byte[] offer, SecureRandom random) throws Port17Exception {
        CipherSuite own = responder.suite();
        return responder.answer(offer, id -> id == own.traits().id() ? Optional.of(own) : Optional.empty(), random);
    }

    /** Prepares the next epoch at both ends; nothing is switched. */
    public void prepareEpoch(SecureRandom random) throws Port17Exception {
        initiator.accept(answer(responder, offer(initiator, random), random));
    }

    /** Prepares the next epoch and moves both directions of both ends into it. */
    public void stepEpoch(SecureRandom random) throws Port17Exception {
        prepareEpoch(random);
        for (DoubleRatchet end : new DoubleRatchet[] {initiator, responder}) {
            end.switchSealing();
            end.switchOpening();
        }
    }

    @Override
    public void close() {
        initiator.close();
        responder.close();
    }
}
