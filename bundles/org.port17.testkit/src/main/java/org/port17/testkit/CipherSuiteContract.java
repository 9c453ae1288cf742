package org.port17.testkit;

/**
 * What every cipher suite must do. A suite's test class implements this interface and hands in its suite:
 *
 * <pre>{@code
 * class MySuiteTest implements CipherSuiteContract {
 *     @Override
 *     public CipherSuite suite() {
 *         return new MySuite();
 *     }
 * }
 * }</pre>
 */
public interface CipherSuiteContract
        extends SuiteHandshakeContract, SuiteTrafficContract, SuiteOnionContract, SuiteEpochContract {}
