package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/**
 * What a suite of the registry must do besides: stay what it was, whoever computes it. Its frozen answers are the test
 * class's resource {@code /known-answers.json}.
 */
public interface RegisteredSuiteContract extends CipherSuiteContract {
    /** What stands in the registry for ever, and what computes the suite here. */
    record Registered(int id, String name, int rank, boolean hybrid, String provider) {}

    Registered registered();

    /** The same suite, computed by others. */
    List<CipherSuite> twins();

    /** A suite of another number, made of the same parts. */
    CipherSuite stranger();

    @Test
    default void registryValuesAreFixed() {
        SuiteTraits traits = suite().traits();
        assertEquals(
                registered(),
                new Registered(traits.id(), traits.name(), traits.rank(), traits.hybrid(), traits.provider()));
    }

    @Test
    default void knownAnswersAreFrozen() throws Port17Exception, IOException {
        try (InputStream frozen = getClass().getResourceAsStream("/known-answers.json")) {
            assertNotNull(frozen, "the suite has no frozen answers");
            SuiteKnownAnswers.assertFrozen(suite(), frozen);
        }
    }

    @Test
    default void pairsWithItsTwins() throws Port17Exception {
        List<CipherSuite> all = new ArrayList<>(twins());
        all.add(0, suite());
        SuitePairs.assertAlike(all);
    }

    @Test
    default void prekeysOfAnotherSuiteAreRefused() {
        Prekey prekey = stranger().newPrekey(PrekeyUse.ONION, new SeededRandom(1));
        assertThrows(IllegalArgumentException.class, () -> suite().respond(prekey, new byte[32], new byte[0]));
    }
}
