package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;

/** What authorities that measured for themselves put into one map. */
class AgreedCapacityTest {
    private static final long MIB = 1 << 20;

    /** 1 MiB a second. */
    private static final int CLASS = 5;

    @Test
    void aloneItsOwnWordCounts() {
        assertEquals(12_345, AgreedCapacity.propose(12_345, List.of(), 0));
    }

    @Test
    void theLowerMedianIsProposedIfAllSignIt() {
        assertEquals(MIB, AgreedCapacity.propose(MIB + 5, List.of(MIB * 9 / 8, MIB * 10 / 8), 0));
        assertEquals(
                MIB,
                AgreedCapacity.propose(MIB * 9 / 10, List.of(MIB * 11 / 10, MIB * 11 / 10), 0),
                "over the edge of a class");
    }

    @Test
    void oneThatDiffersByMoreMakesItSayNothing() {
        assertEquals(0, AgreedCapacity.propose(64 * MIB, List.of(MIB), 0));
        assertEquals(0, AgreedCapacity.propose(MIB, List.of(64 * MIB), 0));
        assertEquals(0, AgreedCapacity.propose(MIB, List.of(MIB, 64 * MIB), 0));
        assertEquals(
                MIB, AgreedCapacity.propose(MIB, List.of(MIB, MIB), CLASS + 3), "what was before does not matter then");
    }

    @Test
    void whoDidNotMeasureSignsWhatWasBefore() {
        assertEquals(0, AgreedCapacity.propose(MIB, List.of(0L), 0));
        assertEquals(MIB, AgreedCapacity.propose(MIB, List.of(0L), CLASS));
        assertEquals(MIB, AgreedCapacity.propose(0, List.of(MIB), 0), "nor does the proposer need to have");
        assertEquals(0, AgreedCapacity.propose(0, List.of(0L), CLASS), "nobody knows it any more");
        assertTrue(AgreedCapacity.signs(0, CLASS, CLASS));
        assertFalse(AgreedCapacity.signs(0, CLASS + 1, CLASS));
    }

    /** A lying proposer gets a fourth more out of one honest signer at most. */
    @Test
    void aSignerBoundsWhatIsSaid() {
        for (long mine = MIB; mine < 4 * MIB; mine += 9_973) {
            for (int said = 1; said <= 15; said++) {
                if (AgreedCapacity.signs(mine, said, said)) {
                    long rate = org.port17.netmap.column.Capacity.bytesPerSecond(said);
                    assertTrue(rate <= mine * 5 / 4 && 2 * rate > mine * 4 / 5 - 5, mine + " as " + rate);
                }
            }
        }
        assertTrue(AgreedCapacity.signs(MIB, 0, CLASS));
        assertTrue(AgreedCapacity.drops(MIB, 0, CLASS));
        assertFalse(AgreedCapacity.drops(MIB, 0, 0));
        assertFalse(AgreedCapacity.drops(0, 0, CLASS));
    }

    @Test
    void listsTravelAndMalformedOnesAreRefused() throws Exception {
        MapNode ada = MapNode.of(ListedRecord.at(1, "tcp:8.8.8.8:4000")).carrying(77);
        MapNode bob = MapNode.of(ListedRecord.at(2, "tcp:9.9.9.9:4000"));
        byte[] list = Measured.write(List.of(ada, bob));
        assertEquals(Map.of(ada.record().id(), 77L), Measured.parse(list));
        byte[] twice = Arrays.copyOf(list, 2 * list.length);
        System.arraycopy(list, 0, twice, list.length, list.length);
        for (byte[] bad : List.of(Arrays.copyOf(list, 39), twice, new byte[NodeId.BYTES + Long.BYTES])) {
            assertEquals(
                    ErrorKind.BAD_INPUT,
                    assertThrows(Port17Exception.class, () -> Measured.parse(bad))
                            .kind());
        }
    }
}
