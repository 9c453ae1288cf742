package org.port17.suite.aesgcm;

import org.port17.spi.suite.CipherSuite;
import org.port17.testkit.CipherSuiteContract;

class AesGcmSuiteTest implements CipherSuiteContract {
    @Override
    public CipherSuite suite() {
        return new AesGcmSuite();
    }
}
