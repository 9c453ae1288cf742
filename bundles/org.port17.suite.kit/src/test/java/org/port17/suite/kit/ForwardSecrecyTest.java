package org.port17.suite.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.kit.chacha.ChaChaCipher;
import org.port17.suite.kit.gcm.GcmCipher;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/** What a thief of one end's state can do, with the state taken by reflection. */
class ForwardSecrecyTest {
    private static final Provider JCE = ComposedSuite.provider("SunJCE");

    static List<Function<Provider, BulkCipher>> ciphers() {
        return List.of(GcmCipher::new, ChaChaCipher::new);
    }

    private static ComposedSuite suite(Function<Provider, BulkCipher> cipher) {
        return TestSuites.of(0xff17, JCE, cipher);
    }

    private static Set<String> secrets(Object root) {
        Set<String> all = new HashSet<>();
        for (byte[] bytes : SecretScan.reachable(root)) {
            boolean zero = Arrays.equals(bytes, new byte[bytes.length]);
            if (!zero && (bytes.length == 12 || bytes.length == 32)) {
                all.add(Arrays.toString(bytes));
            }
        }
        return all;
    }

    private static Set<String> chainSecrets(DoubleRatchet end, String chain) {
        return secrets(SecretScan.get(chain, end));
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void aFinishedPhaseLeavesNoKey(Function<Provider, BulkCipher> cipher) throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(cipher), PrekeyUse.ONION)) {
            Set<String> before = chainSecrets(pair.responder(), "opening");
            assertTrue(before.size() >= 4, "chain key, key, iv, filler key");
            byte[] first = RatchetPair.seal(pair.initiator(), new byte[9]);
            assertNotNull(RatchetPair.open(pair.responder(), first));
            RatchetPair.passMany(pair.initiator(), pair.responder(), 255);
            Set<String> after = secrets(pair.responder());
            before.forEach(secret -> assertFalse(after.contains(secret), "a secret of the old phase is still there"));
            thiefOpensNothing(pair.responder(), cipher, first);
        }
    }

    /** The thief starts chains from every 32-byte value found and tries their first positions: the old message stays shut. */
    private static void thiefOpensNothing(DoubleRatchet stolen, Function<Provider, BulkCipher> cipher, byte[] old) {
        byte[] out = new byte[old.length];
        List<byte[]> values = new ArrayList<>(SecretScan.reachable(stolen));
        for (byte[] value : values) {
            if (value.length == 32) {
                for (int direction = 1; direction <= 2; direction++) {
                    Chain chain = new KeyChain(new Hkdf(256, JCE), cipher.apply(JCE), value.clone(), 0xff17, direction);
                    byte[] tag = new byte[16];
                    for (int i = 0; i < 3; i++) {
                        assertFalse(chain.open(RatchetPair.KIND, old, 0, old.length, out, 0));
                        chain.seal(0, tag, 0, 0, tag, 0);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void anEpochThatEndedLeavesNoSecret(Function<Provider, BulkCipher> cipher) throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(cipher), PrekeyUse.LINK)) {
            OneTimeLayer layer = pair.responder().oneTime("build");
            Set<String> before = secrets(pair.responder());
            byte[] old = RatchetPair.seal(pair.initiator(), new byte[9]);
            assertNotNull(RatchetPair.open(pair.responder(), old));
            pair.stepEpoch(new SeededRandom(1));
            Set<String> after = secrets(pair.responder());
            before.forEach(secret -> assertFalse(after.contains(secret), "a secret of the old epoch is still there"));
            thiefOpensNothing(pair.responder(), cipher, old);
            assertNull(RatchetPair.open(pair.responder(), old));
            layer.close();
            assertEquals(Set.of(), secrets(layer));
        }
    }

    /** Each direction wipes its own chain at its own switch, not later. */
    @ParameterizedTest
    @MethodSource("ciphers")
    void aDirectionThatSwitchedIsWiped(Function<Provider, BulkCipher> cipher) throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(cipher), PrekeyUse.ONION)) {
            Object sealing = SecretScan.get("sealing", pair.initiator());
            Object opening = SecretScan.get("opening", pair.initiator());
            pair.prepareEpoch(new SeededRandom(2));
            pair.initiator().switchSealing();
            assertWiped((Chain) sealing);
            assertFalse(secrets(opening).isEmpty());
            pair.initiator().switchOpening();
            assertWiped((Chain) opening);
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void closeLeavesNoSecret(Function<Provider, BulkCipher> cipher) throws Port17Exception {
        RatchetPair pair = RatchetPair.of(suite(cipher), PrekeyUse.LINK);
        byte[] offer = RatchetPair.offer(pair.initiator(), new SeededRandom(3));
        RatchetPair.answer(pair.responder(), offer, new SeededRandom(4));
        byte[] filler = new byte[24];
        pair.initiator().sealFiller(filler, 0);
        byte[] transcript = transcript(pair.initiator());
        byte[] transcriptOfNode = transcript(pair.responder());
        pair.close();
        assertTrue(secrets(pair.initiator()).stream().allMatch(Arrays.toString(transcript)::equals));
        assertTrue(secrets(pair.responder()).stream().allMatch(Arrays.toString(transcriptOfNode)::equals));
        for (byte[] bytes : SecretScan.reachable(pair.initiator())) {
            assertFalse(bytes.length == 64 * 24 && !Arrays.equals(bytes, new byte[bytes.length]), "filler is left");
        }
    }

    /**
     * A thief holds everything the initiator held before a step, and sees offer and answer on the wire. Without the new
     * secret half of the offer the next root stays unknown.
     */
    @ParameterizedTest
    @MethodSource("ciphers")
    void aStolenStateHealsWithTheNextStep(Function<Provider, BulkCipher> cipher) throws Port17Exception {
        SeededRandom random = new SeededRandom(5);
        ComposedSuite suite = suite(cipher);
        // the twin is the thief: same state in every byte
        RatchetPair pair = RatchetPair.of(suite, suite, PrekeyUse.LINK, new SeededRandom(6));
        RatchetPair twin = RatchetPair.of(suite, suite, PrekeyUse.LINK, new SeededRandom(6));
        byte[] known = RatchetPair.seal(pair.initiator(), new byte[9]);
        assertArrayEquals(known, RatchetPair.seal(twin.initiator(), new byte[9]));
        byte[] offer = RatchetPair.offer(pair.initiator(), random);
        byte[] answer = RatchetPair.answer(pair.responder(), offer, random);
        pair.initiator().accept(answer);
        byte[] guess = RatchetPair.answer(twin.responder(), offer, new SeededRandom(7));
        pair.initiator().switchSealing();
        twin.responder().switchOpening();
        byte[] healed = RatchetPair.seal(pair.initiator(), new byte[9]);
        assertNull(RatchetPair.open(twin.responder(), healed), "the thief of the node's state");
        assertFalse(Arrays.equals(guess, answer));
        pair.responder().open(RatchetPair.KIND, known, 0, known.length, new byte[9], 0);
        pair.responder().switchOpening();
        assertNotNull(RatchetPair.open(pair.responder(), healed));
    }

    private static byte[] transcript(DoubleRatchet end) {
        return ((Epoch) SecretScan.get("epoch", end)).transcript();
    }

    private static void assertWiped(Chain chain) {
        for (String field : new String[] {"chainKey", "iv", "nonce", "fillerKey"}) {
            byte[] bytes = (byte[]) SecretScan.get(field, chain);
            assertArrayEquals(new byte[bytes.length], bytes, field);
        }
    }
}
