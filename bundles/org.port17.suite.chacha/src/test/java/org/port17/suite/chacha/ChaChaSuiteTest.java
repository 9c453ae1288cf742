package org.port17.suite.chacha;

import org.port17.spi.suite.CipherSuite;
import org.port17.testkit.CipherSuiteContract;

class ChaChaSuiteTest implements CipherSuiteContract {
    @Override
    public CipherSuite suite() {
        return new ChaChaSuite();
    }
}
