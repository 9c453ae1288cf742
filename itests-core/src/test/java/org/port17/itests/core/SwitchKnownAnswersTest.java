package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/**
 * Steps from every suite into every other one and back, frozen in {@code switch-known-answers.json} so that another
 * implementation can follow them (docs/protocol-suite.md, section 3). Run with {@code -Dport17.freeze=FILE} to write it.
 */
class SwitchKnownAnswersTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] CONTEXT = "P17 known answers".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAIN = "the quick brown fox jumps over".getBytes(StandardCharsets.US_ASCII);
    private static final List<CipherSuite> SUITES = List.of(new AesGcmSuite(), new ChaChaSuite());

    @Test
    void stepsBetweenSuitesAreFrozen() throws Exception {
        JsonArray runs = new JsonArray();
        for (CipherSuite from : SUITES) {
            for (CipherSuite to : SUITES) {
                if (from != to) {
                    runs.add(run(from, to));
                }
            }
        }
        JsonObject file = new JsonObject();
        file.addProperty("generator", getClass().getName());
        file.addProperty("random", "block i = SHA-256(seed u64 | i u64), i from 0, in a row; all values are hex");
        file.add("runs", runs);
        String actual = new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(file) + "\n";
        String freeze = System.getProperty("port17.freeze");
        if (freeze != null) {
            Files.writeString(Path.of(freeze), actual);
        }
        try (InputStream frozen = getClass().getResourceAsStream("/switch-known-answers.json")) {
            assertEquals(new String(frozen.readAllBytes(), StandardCharsets.UTF_8), actual);
        }
    }

    private static JsonObject run(CipherSuite from, CipherSuite to) throws Port17Exception {
        long seed = (long) from.traits().id() << 16 | to.traits().id();
        SeededRandom random = new SeededRandom(seed);
        JsonObject run = new JsonObject();
        run.addProperty("seed", seed);
        run.addProperty("from", from.traits().id());
        run.addProperty("to", to.traits().id());
        Prekey prekey = from.newPrekey(PrekeyUse.ONION, random);
        put(run, "random.prekey", random.drainGiven());
        put(run, "prekey", prekey.publicKey());
        put(run, "context", CONTEXT);
        DoubleRatchet.Started started =
                DoubleRatchet.initiate(from, PrekeyUse.ONION, prekey.publicKey(), CONTEXT, random);
        put(run, "random.share", random.drainGiven());
        put(run, "share", started.share());
        DoubleRatchet node = DoubleRatchet.respond(from, prekey, started.share(), CONTEXT);
        JsonArray epochs = new JsonArray();
        epochs.add(traffic(new JsonObject(), started.ratchet(), node));
        for (CipherSuite next : List.of(to, to, from)) {
            epochs.add(step(started.ratchet(), node, next, random));
        }
        put(run, "plain", PLAIN);
        run.add("epochs", epochs);
        return run;
    }

    private static JsonObject step(DoubleRatchet client, DoubleRatchet node, CipherSuite to, SeededRandom random)
            throws Port17Exception {
        JsonObject epoch = new JsonObject();
        byte[] offer = client.offer(to, random);
        put(epoch, "random.offer", random.drainGiven());
        put(epoch, "offer", offer);
        byte[] answer = node.answer(offer, id -> Optional.of(to), random);
        put(epoch, "random.answer", random.drainGiven());
        put(epoch, "answer", answer);
        client.accept(answer);
        for (DoubleRatchet end : new DoubleRatchet[] {client, node}) {
            end.switchSealing();
            end.switchOpening();
        }
        return traffic(epoch, client, node);
    }

    private static JsonObject traffic(JsonObject epoch, DoubleRatchet client, DoubleRatchet node) {
        put(epoch, "export", client.export("known answer", CONTEXT, 40));
        put(epoch, "c2r.sealed", sealed(client, node));
        put(epoch, "r2c.sealed", sealed(node, client));
        return epoch;
    }

    private static byte[] sealed(DoubleRatchet from, DoubleRatchet to) {
        byte[] sealed = RatchetPair.seal(from, PLAIN);
        assertEquals(HEX.formatHex(PLAIN), HEX.formatHex(RatchetPair.open(to, sealed)));
        return sealed;
    }

    private static void put(JsonObject object, String name, byte[] value) {
        object.addProperty(name, HEX.formatHex(value));
    }
}
