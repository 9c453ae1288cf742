package org.port17.route.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrfTest {
    /** The authors' vector for the eight bytes 00 to 07 under the key 00 to 0f. */
    @Test
    void isSipHash() {
        assertEquals(0x93f5f5799a932462L, new Prf(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).hash(0x0706050403020100L));
    }

    @Test
    void fractionsAreEven() {
        Prf prf = new Prf(1, 2);
        int[] tenths = new int[10];
        for (int i = 0; i < 100_000; i++) {
            tenths[(int) (prf.fraction(i) * 10)]++;
        }
        for (int count : tenths) {
            assertEquals(10_000, count, 600);
        }
    }

    @Test
    void aSaltOfAnotherLengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Prf.of(new byte[31], new Draw("", "", 0, 1, 0)));
        assertThrows(IllegalArgumentException.class, () -> new Draw("", "", 0, 1, -1));
        assertTrue(Prf.of(new byte[32], new Draw("", "", 0, 1, 0)).k0() != 0);
    }
}
