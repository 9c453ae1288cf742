package org.port17.sim.measure;

import java.util.Arrays;
import org.port17.sim.world.World;

/** Where exits are drawn, against where exit capacity stands. */
final class Load {
    private static final int CELL = 5;
    /** Smaller cells are left out: their counts say more about chance. */
    private static final double SMALLEST_SHARE = 0.002;
    /** A network used to 40 % of its capacity is full wherever the load is this much above its share. */
    private static final double FULL_AT_40 = 2.5;

    private final World world;
    private final double[] capacity = new double[180 * 360 / CELL / CELL];
    private final double[] drawn = new double[capacity.length];

    Load(World world) {
        this.world = world;
        for (int i = 0; i < world.size(); i++) {
            capacity[world.cell(i, CELL, CELL)] += world.exit(i) ? world.capacity(i) : 0;
        }
    }

    void add(int exit) {
        drawn[world.cell(exit, CELL, CELL)]++;
    }

    void into(Figures figures) {
        double allCapacity = Arrays.stream(capacity).sum();
        double allDrawn = Arrays.stream(drawn).sum();
        double worst = 0;
        double full = 0;
        for (int cell = 0; cell < capacity.length; cell++) {
            if (capacity[cell] < SMALLEST_SHARE * allCapacity) {
                continue;
            }
            double ratio = drawn[cell] / allDrawn / (capacity[cell] / allCapacity);
            worst = Math.max(worst, ratio);
            full += ratio > FULL_AT_40 ? drawn[cell] / allDrawn : 0;
        }
        figures.put("load_worst_cell", worst).put("load_over_2_5", full);
    }
}
