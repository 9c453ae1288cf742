package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.port17.netmap.Samples;

class MlDsaKeyTest {
    private static final byte[] TEXT = "a prekey".getBytes(StandardCharsets.US_ASCII);

    /** Wycheproof; vectors/SOURCES.md. */
    @Test
    void publishedVectors() throws IOException {
        int cases = 0;
        int valid = 0;
        try (InputStream in = getClass().getResourceAsStream("/vectors/mldsa_65_verify.json")) {
            JsonObject all = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .getAsJsonObject();
            for (JsonElement group : all.getAsJsonArray("testGroups")) {
                byte[] key = hex(group.getAsJsonObject(), "publicKey");
                for (JsonElement test : group.getAsJsonObject().getAsJsonArray("tests")) {
                    JsonObject c = test.getAsJsonObject();
                    boolean expected = c.get("result").getAsString().equals("valid");
                    boolean verified = MlDsaKey.verify(key, hex(c, "msg"), hex(c, "sig"), hex(c, "ctx"));
                    assertEquals(expected, verified, "case " + c.get("tcId"));
                    cases++;
                    valid += expected ? 1 : 0;
                }
            }
        }
        assertTrue(valid > 25 && cases - valid > 25, valid + " valid of " + cases);
    }

    private static byte[] hex(JsonObject from, String field) {
        return from.has(field) ? HexFormat.of().parseHex(from.get(field).getAsString()) : new byte[0];
    }

    @Test
    void whatOneKeySignsOnlyThatKeyVerifiesForThatPurpose() {
        MlDsaKey key = Samples.mlDsa(1);
        byte[] signature = key.sign(Signatures.PREKEY, TEXT);
        assertEquals(MlDsaKey.SIGNATURE_BYTES, signature.length);
        assertTrue(MlDsaKey.verify(key.publicKey(), Signatures.PREKEY, TEXT, signature));
        assertFalse(MlDsaKey.verify(key.publicKey(), Signatures.NODE, TEXT, signature));
        assertFalse(MlDsaKey.verify(Samples.mlDsa(2).publicKey(), Signatures.PREKEY, TEXT, signature));
        assertFalse(MlDsaKey.verify(key.publicKey(), Signatures.PREKEY, new byte[8], signature));
        assertFalse(Arrays.equals(signature, key.sign(Signatures.PREKEY, TEXT)), "hedged");
    }

    @Test
    void theSeedIsTheKey() {
        MlDsaKey key = Samples.mlDsa(1);
        assertArrayEquals(key.publicKey(), MlDsaKey.of(key.seed()).publicKey());
        assertEquals(MlDsaKey.PUBLIC_BYTES, key.publicKey().length);
        assertNotEquals(key.digest(), Samples.mlDsa(2).digest());
    }

    @Test
    void aWipedKeySignsNothing() {
        MlDsaKey key = Samples.mlDsa(1);
        key.close();
        assertArrayEquals(new byte[32], key.seed());
        assertThrows(IllegalStateException.class, () -> key.sign(Signatures.PREKEY, TEXT));
    }
}
