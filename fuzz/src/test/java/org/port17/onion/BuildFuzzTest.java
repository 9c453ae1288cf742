package org.port17.onion;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.Build;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.testkit.SeededRandom;

/**
 * A BUILD at a node. Input: an even first byte, then the end of the blob, which is its clear part; or an odd one, then
 * the slot and the rest of a plaintext that is then encrypted as a client would.
 */
class BuildFuzzTest {
    private static final Set<ErrorKind> REFUSALS = Set.of(ErrorKind.PROTOCOL, ErrorKind.TAMPERED, ErrorKind.BAD_INPUT);
    private static final CipherSuite SUITE = new AesGcmSuite();
    private static final SeededRandom RANDOM = new SeededRandom(17);
    private static final Prekey PREKEY = SUITE.newPrekey(PrekeyUse.ONION, RANDOM);
    private static final NodeId SELF = NodeId.of(new byte[NodeId.BYTES], 0);
    private static final byte[] DIGEST = new byte[32];

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] blob = (input[0] & 1) == 0 ? ended(rest) : encrypted(rest);
        try {
            NodeBuild.Clear clear = NodeBuild.Clear.of(blob);
            assertTrue(clear.suite() <= 0xffff);
            NodeBuild build = NodeBuild.open(blob, SELF, SUITE, PREKEY, DIGEST);
            if (build.next().isEmpty()) {
                BodyReader reader = new BodyReader();
                reader.start(build.body(), 0, build.body().length);
                while (reader.next()) {
                    assertTrue(reader.offset() + reader.length() <= build.body().length);
                }
            }
            build.ratchet().close();
        } catch (Port17Exception e) {
            assertTrue(REFUSALS.contains(e.kind()), e.kind().name());
        }
    }

    private static byte[] ended(byte[] end) {
        byte[] blob = new byte[Build.BLOB];
        int n = Math.min(end.length, blob.length);
        System.arraycopy(end, 0, blob, blob.length - n, n);
        return blob;
    }

    private static byte[] encrypted(byte[] input) throws Port17Exception {
        byte[] blob = new byte[Build.BLOB];
        int slot = Math.min(input.length, BuildLayout.SLOT);
        System.arraycopy(input, 0, blob, BuildLayout.REST, slot);
        // The body before the zone, so that a short input reaches both.
        int body = Math.min(input.length - slot, BuildLayout.BODY);
        System.arraycopy(input, slot, blob, BuildLayout.ZONE, body);
        int zone = Math.min(input.length - slot - body, BuildLayout.ZONE);
        System.arraycopy(input, slot + body, blob, 0, zone);
        byte[] clear = new byte[BuildLayout.CLEAR];
        BuildLayout.u16(clear, 4, SUITE.traits().id());
        DoubleRatchet.Started started = DoubleRatchet.initiate(
                SUITE, PrekeyUse.ONION, PREKEY.publicKey(), BuildLayout.context(SELF, DIGEST, clear), RANDOM);
        System.arraycopy(started.share(), 0, clear, BuildLayout.CLEAR_HEADER, BuildLayout.SHARE);
        int length = Build.BLOB - BuildLayout.TAG - BuildLayout.CLEAR;
        try (OneTimeLayer layer = started.ratchet().oneTime("build")) {
            layer.seal(clear, blob, 0, length, blob, 0);
        }
        started.ratchet().close();
        System.arraycopy(clear, 0, blob, Build.BLOB - BuildLayout.CLEAR, BuildLayout.CLEAR);
        return blob;
    }
}
