package org.port17.suite.kit;

import java.security.Provider;
import java.util.function.Function;

/** Suites that only tests know. */
final class TestSuites {
    private TestSuites() {}

    static ComposedSuite of(int id, Provider provider, Function<Provider, BulkCipher> cipher) {
        return new ComposedSuite(id, "P17_TEST_" + id, 1, Agreement.HYBRID, 256, provider, provider, cipher);
    }
}
