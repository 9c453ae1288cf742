package org.port17.netmap.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;

class PrekeySampleTest {
    private static final int NODES = 4_096;

    @Test
    void everyNodeIsInOneCellOfItsClass() throws Port17Exception {
        Columns columns = Columns.of(new SyntheticNetwork(5).rows(5_000));
        Cells cells = new Cells(columns);
        Set<Integer> seen = new HashSet<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            for (int row : cells.rows(cell)) {
                assertTrue(seen.add(row));
                assertEquals(cell, cells.cell(row));
                assertEquals(cells.capacityClass(cell), columns.capacityClass(row));
            }
            assertTrue(cells.rows(cell).length <= 128, "about 64, but " + cells.rows(cell).length);
        }
        assertEquals(columns.size(), seen.size());
    }

    @Test
    void smallNetworkIsHeldWhole() throws Port17Exception {
        Columns columns = Columns.of(new SyntheticNetwork(6).rows(1_000));
        PrekeySample sample = PrekeySample.draw(columns, new Cells(columns), new byte[32], NODES);
        assertEquals(1_000, sample.rows().length);
        for (int i = 0; i < 1_000; i++) {
            long capacity = Math.max(1 << 16, columns.capacity(sample.rows()[i]));
            assertEquals(capacity, sample.weight(i), 1e-6, "held for certain");
        }
    }

    @Test
    void prekeysOfTheSampleStayWithinTheirBudget() throws Port17Exception {
        Columns columns = Columns.of(new SyntheticNetwork(7).rows(100_000));
        PrekeySample sample = PrekeySample.draw(columns, new Cells(columns), new byte[32], NODES);
        assertTrue(sample.rows().length >= NODES);
        assertTrue(sample.bytesAnHour() <= 150_000, sample.bytesAnHour() + " bytes an hour");
    }

    @Test
    void theSecretDrawsAndTheNextMapHardlyChangesIt() throws Port17Exception {
        SyntheticNetwork network = new SyntheticNetwork(8);
        List<Row> rows = network.rows(30_000);
        Columns columns = Columns.of(rows);
        int[] one =
                PrekeySample.draw(columns, new Cells(columns), secret(1), NODES).cells();
        int[] again =
                PrekeySample.draw(columns, new Cells(columns), secret(1), NODES).cells();
        int[] other =
                PrekeySample.draw(columns, new Cells(columns), secret(2), NODES).cells();
        assertArrayEquals(one, again);
        assertNotEquals(Arrays.toString(one), Arrays.toString(other));
        Columns later = Columns.of(network.hourLater(rows, 300, 0));
        Set<String> before = names(columns, one);
        Set<String> after = names(
                later,
                PrekeySample.draw(later, new Cells(later), secret(1), NODES).cells());
        int all = before.size();
        before.retainAll(after);
        assertTrue(before.size() > all * 8 / 10, before.size() + " of " + all + " cells stay");
    }

    /** Drawn by weight from the samples of many clients, every class of capacity gets its share of the network's. */
    @Test
    void weightsUndoWhatSamplingByCapacityDid() throws Port17Exception {
        Columns columns = Columns.of(new SyntheticNetwork(9).rows(30_000));
        Cells cells = new Cells(columns);
        double[] estimated = new double[Row.CLASSES];
        int clients = 200;
        for (int client = 0; client < clients; client++) {
            PrekeySample sample = PrekeySample.draw(columns, cells, secret(client), NODES);
            int[] rows = sample.rows();
            for (int i = 0; i < rows.length; i++) {
                estimated[columns.capacityClass(rows[i])] += sample.weight(i) / clients;
            }
        }
        double[] real = new double[Row.CLASSES];
        for (int row = 0; row < columns.size(); row++) {
            real[columns.capacityClass(row)] += Math.max(1 << 16, columns.capacity(row));
        }
        double all = Arrays.stream(real).sum();
        List<String> off = new ArrayList<>();
        for (int c = 0; c < Row.CLASSES; c++) {
            if (Math.abs(estimated[c] - real[c]) > 0.03 * all) {
                off.add(c + ": " + estimated[c] / all + " for " + real[c] / all);
            }
        }
        assertEquals(List.of(), off);
    }

    private static Set<String> names(Columns columns, int[] cells) {
        Cells all = new Cells(columns);
        Set<String> names = new HashSet<>();
        for (int cell : cells) {
            names.add(Arrays.toString(all.name(cell)));
        }
        return names;
    }

    private static byte[] secret(int number) {
        byte[] secret = new byte[32];
        new Random(number).nextBytes(secret);
        return secret;
    }
}
