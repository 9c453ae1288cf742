package org.port17.suite.kit.chacha;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.port17.suite.kit.BulkCipher;
import org.port17.suite.kit.BulkCipherVectors;
import org.port17.suite.kit.ComposedSuite;

class ChaChaCipherTest {
    private static BulkCipher cipher() {
        return new ChaChaCipher(ComposedSuite.provider("SunJCE"));
    }

    @Test
    void publishedVectors() throws IOException {
        BulkCipherVectors.run("chacha20_poly1305.json", ChaChaCipherTest::cipher);
    }

    @Test
    void fillerIsSeekable() {
        BulkCipherVectors.fillerIsSeekable(cipher());
    }

    @Test
    void aFailedOpenDoesNotBlockTheNonce() {
        BulkCipherVectors.triesTheSameNonceAgain(ChaChaCipherTest::cipher);
    }
}
