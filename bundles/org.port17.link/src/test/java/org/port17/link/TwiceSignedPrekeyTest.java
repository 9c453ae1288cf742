package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** The same in a suite whose records are signed twice, and fill more than a WELCOME. */
class TwiceSignedPrekeyTest extends StalePrekeyTest {
    private static final int SUITE = Lab.MLDSA.traits().id();
    private final SecureRandom random = new SecureRandom();

    @Override
    List<CipherSuite> suites() {
        return List.of(Lab.MLDSA, Lab.AES);
    }

    private static Identity node() throws Port17Exception {
        Identity node = new Identity();
        node.newPrekey(Lab.MLDSA, PrekeyUse.LINK, 7);
        node.newPrekey(Lab.MLDSA, PrekeyUse.ONION, 8);
        return node;
    }

    @Test
    void aRetryHoldsBothRecords() throws Port17Exception {
        Identity node = node();
        RetryGreeting said = RetryGreeting.of(node, SUITE, 1);
        assertEquals(6_611, said.link().length);
        assertEquals(5_427, said.onion().length);
        byte[] bytes = said.bytes(SUITE, random);
        assertEquals(12_288, bytes.length);
        assertEquals(bytes.length, RetryGreeting.bytes(SUITE));
        RetryGreeting read = RetryGreeting.read(bytes);
        assertArrayEquals(said.link(), read.link());
        assertArrayEquals(said.onion(), read.onion());
    }

    @Test
    void lengthsThatLeadBeyondItsEndAreTampered() throws Port17Exception {
        byte[] good = RetryGreeting.of(node(), SUITE, 1).bytes(SUITE, random);
        for (int at : new int[] {2, 2 + 2 + 6_611}) {
            byte[] bad = good.clone();
            bad[at] = (byte) 0x7f;
            assertThrows(Port17Exception.class, () -> RetryGreeting.read(bad));
        }
        for (int length : new int[] {Welcome.BYTES, 6_612, 2 * Welcome.BYTES}) {
            assertThrows(Port17Exception.class, () -> RetryGreeting.read(Arrays.copyOf(good, length)));
        }
    }

    @Test
    void otherSuitesKeepTheLengthOfAWelcome() {
        assertEquals(Welcome.BYTES, RetryGreeting.bytes(Lab.AES.traits().id()));
        assertTrue(RetryGreeting.bytes(SUITE) % Welcome.BYTES == 0);
    }
}
