package org.port17.suite.kit.gcm;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.port17.suite.kit.BulkCipherVectors;
import org.port17.suite.kit.ComposedSuite;

class GcmCipherTest {
    private static final Provider JAVA = ComposedSuite.provider("SunJCE");

    static List<Provider> providers() {
        List<Provider> all = new ArrayList<>(List.of(JAVA));
        if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
            all.add(AmazonCorrettoCryptoProvider.INSTANCE);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void publishedVectors(Provider provider) throws IOException {
        BulkCipherVectors.run("aes_gcm.json", () -> new GcmCipher(provider, JAVA));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void fillerIsSeekable(Provider provider) {
        BulkCipherVectors.fillerIsSeekable(new GcmCipher(provider, JAVA));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aFailedOpenDoesNotBlockTheNonce(Provider provider) {
        BulkCipherVectors.triesTheSameNonceAgain(() -> new GcmCipher(provider, JAVA));
    }
}
