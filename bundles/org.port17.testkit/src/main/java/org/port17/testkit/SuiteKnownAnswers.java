package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/**
 * One fixed run of a suite, written down value by value so that a file can freeze it and another implementation can
 * follow it. Names that begin with {@code random} hold the random bytes each operation took; {@code sha256} values
 * stand for long outputs.
 */
public final class SuiteKnownAnswers {
    private static final byte[] CONTEXT = "P17 known answers".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAIN = "the quick brown fox jumps over".getBytes(StandardCharsets.US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, String> values = new TreeMap<>();
    private final SeededRandom random;
    private final String prefix;

    private SuiteKnownAnswers(String prefix, long seed) {
        this.prefix = prefix;
        this.random = new SeededRandom(seed);
    }

    /** Computes all values of a suite now. */
    public static Map<String, String> of(CipherSuite suite) throws Port17Exception {
        Map<String, String> all = new TreeMap<>();
        for (PrekeyUse use : PrekeyUse.values()) {
            String prefix = use.name().toLowerCase(java.util.Locale.ROOT) + ".";
            SuiteKnownAnswers run = new SuiteKnownAnswers(prefix, seed(suite, use));
            run.run(suite, use);
            all.putAll(run.values);
        }
        return all;
    }

    /** The frozen file's content for a suite: names, values, and how to make them again. */
    public static String json(CipherSuite suite) throws Port17Exception {
        JsonObject file = new JsonObject();
        file.addProperty("suite", suite.traits().name());
        file.addProperty("id", suite.traits().id());
        file.addProperty("generator", SuiteKnownAnswers.class.getName());
        file.addProperty("seed.link", seed(suite, PrekeyUse.LINK));
        file.addProperty("seed.onion", seed(suite, PrekeyUse.ONION));
        file.addProperty("random", "block i = SHA-256(seed u64 | i u64), i from 0, in a row; all values are hex");
        JsonObject values = new JsonObject();
        of(suite).forEach(values::addProperty);
        file.add("values", values);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(file) + "\n";
    }

    private static long seed(CipherSuite suite, PrekeyUse use) {
        return suite.traits().id() * 10L + use.ordinal();
    }

    /**
     * Compares {@link #json} with a frozen file. After an intended change of the protocol the difference is what the file
     * must hold: run the test with {@code -Dport17.freeze=FILE} to have it written there.
     */
    public static void assertFrozen(CipherSuite suite, InputStream frozen) throws Port17Exception, IOException {
        String actual = json(suite);
        String freeze = System.getProperty("port17.freeze");
        if (freeze != null) {
            Files.writeString(Path.of(freeze), actual);
        }
        assertEquals(new String(frozen.readAllBytes(), StandardCharsets.UTF_8), actual, "the frozen known answers");
    }

    private void run(CipherSuite suite, PrekeyUse use) throws Port17Exception {
        Prekey prekey = suite.newPrekey(use, random);
        random("prekey");
        put("prekey", prekey.publicKey());
        DoubleRatchet.Started first = DoubleRatchet.initiate(suite, use, prekey.publicKey(), CONTEXT, random);
        random("share");
        put("context", CONTEXT);
        put("share", first.share());
        DoubleRatchet client = first.ratchet();
        DoubleRatchet node = DoubleRatchet.respond(suite, prekey, first.share(), CONTEXT);
        put("plain", PLAIN);
        oneTime(client, node);
        put("epoch0.export", client.export("known answer", CONTEXT, 40));
        traffic("epoch0.", client, node);
        byte[] offer = RatchetPair.offer(client, random);
        random("offer");
        put("offer", offer);
        byte[] answer = RatchetPair.answer(node, offer, random);
        random("answer");
        put("answer", answer);
        client.accept(answer);
        for (DoubleRatchet end : new DoubleRatchet[] {client, node}) {
            end.switchSealing();
            end.switchOpening();
        }
        put("epoch1.export", node.export("known answer", CONTEXT, 40));
        traffic("epoch1.", client, node);
    }

    private void oneTime(DoubleRatchet client, DoubleRatchet node) {
        try (OneTimeLayer seals = client.oneTime("build");
                OneTimeLayer opens = node.oneTime("build")) {
            byte[] sealed = new byte[PLAIN.length + SuiteTraits.TAG];
            seals.seal(CONTEXT, PLAIN, 0, PLAIN.length, sealed, 0);
            assertTrue(opens.open(CONTEXT, sealed, 0, sealed.length, new byte[PLAIN.length], 0));
            put("onetime.sealed", sealed);
            byte[] filler = new byte[3000];
            opens.filler(filler, 0, filler.length);
            put("onetime.filler.sha256", sha256(filler));
            byte[] keystream = new byte[100];
            opens.keystream(keystream, 0, keystream.length);
            put("onetime.keystream", keystream);
        }
    }

    private void traffic(String epoch, DoubleRatchet client, DoubleRatchet node) {
        way(epoch + "c2r.", client, node);
        way(epoch + "r2c.", node, client);
    }

    /** Messages 0 and 1, then enough to pass two phases, then message 700. Kinds are 0x53 and 0x42 in turn. */
    private void way(String name, DoubleRatchet from, DoubleRatchet to) {
        for (int i = 0; i <= 700; i++) {
            boolean shown = i < 2 || i == 700;
            if (shown) {
                byte[] keystream = new byte[50];
                to.openKeystream(keystream, 0, keystream.length);
                put(name + i + ".keystream", keystream);
                byte[] filler = new byte[SuiteTraits.FILLER];
                to.openFiller(filler, 0);
                put(name + i + ".filler", filler);
            }
            int kind = i % 2 == 0 ? 0x53 : 0x42;
            byte[] sealed = new byte[PLAIN.length + SuiteTraits.TAG];
            from.seal(kind, PLAIN, 0, PLAIN.length, sealed, 0);
            assertTrue(to.open(kind, sealed, 0, sealed.length, new byte[PLAIN.length], 0));
            if (shown) {
                put(name + i + ".sealed", sealed);
            }
        }
    }

    private void random(String name) {
        put("random." + name, random.drainGiven());
    }

    private void put(String name, byte[] value) {
        values.put(prefix + name, HEX.formatHex(value));
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
