package org.port17.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenSharesTest {
    private record Value(long high, long low) {}

    @Test
    void answersAsAnExactSetDoes() {
        SeenShares seen = new SeenShares(1_000_000, new SecureRandom());
        Random random = new Random(1);
        Set<Value> model = new HashSet<>();
        for (int i = 0; i < 300_000; i++) {
            // Half of the values come from a small range, so that many repeat.
            Value value = random.nextBoolean()
                    ? new Value(random.nextInt(300), random.nextInt(300))
                    : new Value(random.nextLong(), random.nextLong());
            assertEquals(model.add(value), seen.add(value.high, value.low));
        }
        assertEquals(model.size(), seen.size());
    }

    @Test
    void fullSetRefusesEverything() {
        SeenShares seen = new SeenShares(1_000, new SecureRandom());
        for (int i = 0; i < 1_000; i++) {
            assertTrue(seen.add(i, 7));
        }
        for (int i = 0; i < 2_000; i++) {
            assertFalse(seen.add(i, 7));
        }
        assertEquals(1_000, seen.size());
    }

    @Test
    void clearedSetRefusesEverything() {
        SeenShares seen = new SeenShares(1_000, new SecureRandom());
        seen.clear();
        assertFalse(seen.add(1, 2));
    }
}
