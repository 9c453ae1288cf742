package org.port17.ratchet;

import java.util.Optional;
import org.port17.spi.suite.CipherSuite;

/** The suites that an end permits at this moment. */
@FunctionalInterface
public interface SuiteSource {
    /** Empty if there is none of that number, or it is forbidden. */
    Optional<CipherSuite> suite(int id);
}
