package org.port17.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.port17.places.PlaceFile;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;

/**
 * How long it takes to find where an address stands, in the embedded table: target 100 ns. Every question is for another address, half
 * of them spread over all addresses that are in use, so that caches help no more than they would.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlacesBench {
    private static final int QUESTIONS = 1 << 16;
    private final int[] v4 = new int[QUESTIONS];
    private final byte[][] v4bytes = new byte[QUESTIONS][];
    private final long[] v6 = new long[QUESTIONS];
    private PlaceTable table;
    private int next;

    @Setup
    public void read() {
        table = PlaceFile.embedded();
        SplittableRandom random = new SplittableRandom(17);
        List<Integer> used = new ArrayList<>();
        while (used.size() < QUESTIONS) {
            int address = random.nextInt();
            int slot = table.slot4(address);
            if (slot != PlaceTable.NOWHERE || random.nextInt(4) == 0) {
                used.add(address);
            }
        }
        for (int i = 0; i < QUESTIONS; i++) {
            int a = used.get(i);
            v4[i] = a;
            v4bytes[i] = new byte[] {(byte) (a >>> 24), (byte) (a >>> 16), (byte) (a >>> 8), (byte) a};
            v6[i] = 0x2000_0000_0000_0000L | random.nextLong() >>> 3;
        }
    }

    /** What the map of 100,000 nodes needs for each: a number for country, system and organisation. */
    @Benchmark
    public int slotOfIpv4() {
        return table.slot4(v4[next++ & QUESTIONS - 1]);
    }

    @Benchmark
    public int slotOfIpv6() {
        return table.slot6(v6[next++ & QUESTIONS - 1], 1);
    }

    /** The same as an object with coordinates. */
    @Benchmark
    public Place placeOfIpv4() {
        return table.place(v4bytes[next++ & QUESTIONS - 1]);
    }
}
