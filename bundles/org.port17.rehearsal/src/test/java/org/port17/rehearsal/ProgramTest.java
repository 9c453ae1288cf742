package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final long MILLI = 1_000_000;

    private static List<Integer> bulks(Program program, long nanosEach) {
        List<Integer> bulks = new ArrayList<>();
        while (!program.over()) {
            int bytes = program.next();
            program.took(bytes < 1000 ? MILLI : nanosEach);
            if (bytes >= 1000) {
                bulks.add(bytes);
            }
        }
        return bulks;
    }

    @Test
    void largeAnswersGrowWhereTheyAreFast() {
        List<Integer> bulks = bulks(Program.first(), 10 * MILLI);
        // Each second one is held up, which says nothing of the cipher.
        assertEquals(
                List.of(512 << 10, 1 << 20, 1 << 20, 2 << 20, 2 << 20, 4 << 20, 4 << 20, 8 << 20, 8 << 20),
                bulks.subList(0, 9));
        assertEquals(32, bulks.size());
    }

    @Test
    void largeAnswersShrinkWhereTheyAreSlow() {
        List<Integer> bulks = bulks(Program.later(), 500 * MILLI);
        assertEquals(List.of(512 << 10, 256 << 10, 128 << 10), bulks.subList(0, 3));
        assertTrue(bulks.get(bulks.size() - 1) < 8 << 10, bulks::toString);
    }

    @Test
    void onlyTheEncoreIsForWhoWaits() {
        assertFalse(Program.first().forWhoWaits());
        assertFalse(Program.later().forWhoWaits());
        assertTrue(Program.encore().forWhoWaits());
    }

    @Test
    void eachLinkIsHeldUp() {
        for (Program program : List.of(Program.first(), Program.later(), Program.encore())) {
            Set<Integer> links = new HashSet<>();
            while (!program.over()) {
                program.next();
                if (program.heldUp()) {
                    links.add(program.heldUpLink() % 3);
                }
            }
            assertEquals(Set.of(0, 1, 2), links);
        }
    }

    @Test
    void restsAreNeitherShortNorLong() {
        Program program = Program.first();
        assertEquals(5 * MILLI, program.pauseNanos(1));
        assertEquals(30 * MILLI, program.pauseNanos(10 * MILLI));
        assertEquals(200 * MILLI, program.pauseNanos(10_000 * MILLI));
    }
}
