package org.port17.suite.kit.gcm;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.port17.suite.kit.BulkCipher;
import org.port17.suite.kit.BulkCipherVectors;
import org.port17.suite.kit.ComposedSuite;

class GcmCipherTest {
    private static BulkCipher cipher() {
        return new GcmCipher(ComposedSuite.provider("SunJCE"));
    }

    @Test
    void publishedVectors() throws IOException {
        BulkCipherVectors.run("aes_gcm.json", GcmCipherTest::cipher);
    }

    @Test
    void fillerIsSeekable() {
        BulkCipherVectors.fillerIsSeekable(cipher());
    }

    @Test
    void aFailedOpenDoesNotBlockTheNonce() {
        BulkCipherVectors.triesTheSameNonceAgain(GcmCipherTest::cipher);
    }
}
