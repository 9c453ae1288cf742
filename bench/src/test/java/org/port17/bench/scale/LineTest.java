package org.port17.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void findsALineThatIsOne() {
        Line line = Line.through(new double[] {0, 10, 20, 100}, new double[] {5, 25, 45, 205});

        assertEquals(5, line.offset(), 1e-9);
        assertEquals(2, line.slope(), 1e-9);
        assertEquals(1, line.r2(), 1e-9);
        assertEquals(0, line.worst(), 1e-9);
        assertEquals(105, line.at(50), 1e-9);
    }

    @Test
    void saysHowFarPointsLieFromIt() {
        // Means 1 and 2, slope 2 / 2: the line is x + 1, and the points lie -1, 2 and -1 from it.
        Line line = Line.through(new double[] {0, 1, 2}, new double[] {0, 4, 2});

        assertEquals(1, line.slope(), 1e-9);
        assertEquals(1, line.offset(), 1e-9);
        assertEquals(2, line.worst(), 1e-9);
        assertEquals(1 - 6.0 / 8, line.r2(), 1e-9);
    }

    @Test
    void needsTwoPlaces() {
        assertThrows(IllegalArgumentException.class, () -> Line.through(new double[] {1}, new double[] {1}));
        assertThrows(IllegalArgumentException.class, () -> Line.through(new double[] {1, 1}, new double[] {1, 2}));
        assertTrue(Line.through(new double[] {1, 2}, new double[] {3, 3}).r2() == 1);
    }
}
