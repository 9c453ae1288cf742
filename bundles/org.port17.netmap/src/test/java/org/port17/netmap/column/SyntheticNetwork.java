package org.port17.netmap.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A made-up network of any size: three quarters of the nodes in a few thousand hosters' address ranges, owners by Zipf's law
 * with a fifth of the nodes owned alone, log-normal capacities, two fifths with IPv6, coordinates known of all, a tenth where
 * the place database is wrong. The same seed makes the same network.
 */
public final class SyntheticNetwork {
    private static final int RANGES = 3_000;
    private static final int OWNERS = 2_000;
    private static final int WEEKS = 156;
    private static final String[] COUNTRIES = {"US", "DE", "FR", "NL", "GB", "CH", "SE", "FI", "CA", "JP", "BR", "ZA"};
    private final Random random;
    private final int[] ranges = new int[RANGES];
    private final double[] rangeWeight = zipf(RANGES, 0.8);
    private final double[] ownerWeight = zipf(OWNERS, 0.9);
    private final int[] ownerNumber = new int[OWNERS];
    private final List<Shape> shapes = new ArrayList<>();
    private final Set<Integer> used = new HashSet<>();
    private int lastOwner;

    public SyntheticNetwork(long seed) {
        random = new Random(seed);
        for (int i = 0; i < RANGES; i++) {
            ranges[i] = random.nextInt(223 << 10) + (1 << 10) << 14;
        }
        for (String schemes : List.of("tcp", "tcp,ws", "ws")) {
            for (int port : new int[] {17, 443, 8080, 9001, 17_017}) {
                for (int traits = 0; traits < 16; traits++) {
                    boolean ipv6 = (traits & 8) != 0;
                    shapes.add(new Shape(
                            port,
                            schemes,
                            List.of(0x0101, 0x0102, 0x0103),
                            new Shape.Traits((traits & 1) != 0, false, (traits & 2) != 0, ipv6, true)));
                }
            }
        }
    }

    public List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(row(false));
        }
        return rows;
    }

    /**
     * One hour: some nodes leave, as many join, half of them for the first time, and of the others some change their load,
     * four in five by one step.
     *
     * @param churn how many leave, and how many join
     * @param loads of how many the load changes
     */
    public List<Row> hourLater(List<Row> rows, int churn, int loads) {
        List<Row> later = new ArrayList<>(rows);
        Collections.shuffle(later, random);
        later.subList(0, churn).clear();
        for (int i = 0; i < loads; i++) {
            Row row = later.get(i);
            later.set(i, row.measured(row.capacity(), otherLoad(row.load())));
        }
        for (int i = 0; i < churn; i++) {
            later.add(row(i % 2 == 0));
        }
        return later;
    }

    private Row row(boolean newcomer) {
        int ipv4 = ipv4();
        while (!used.add(ipv4)) {
            ipv4 = ipv4();
        }
        Shape shape = shape();
        byte[] commitment = new byte[Row.COMMITMENT];
        random.nextBytes(commitment);
        return new Row(
                ipv4,
                shape.traits().ipv6() ? ipv6() : new byte[0],
                shape,
                owner(),
                Capacity.classOf((long) (4e6 * Math.exp(1.3 * random.nextGaussian()))),
                (int) (15 * Math.pow(random.nextDouble(), 1.5)),
                newcomer ? WEEKS : random.nextInt(WEEKS + 1),
                random.nextInt(10) == 0 ? Optional.of(located()) : Optional.empty(),
                new byte[] {coordinate(), coordinate(), (byte) random.nextInt(6)},
                commitment);
    }

    private int ipv4() {
        boolean hosted = random.nextInt(4) > 0;
        return hosted
                ? ranges[draw(rangeWeight)] | random.nextInt(1 << 14)
                : random.nextInt(223 << 16) + (1 << 16) << 8 | random.nextInt(256);
    }

    private int otherLoad(int load) {
        int step = random.nextInt(5) == 0 ? 1 + random.nextInt(15) : random.nextBoolean() ? 1 : 15;
        return load + step & 15;
    }

    private Shape shape() {
        int traits = (random.nextInt(3) == 0 ? 1 : 0)
                | (random.nextInt(2) == 0 ? 2 : 0)
                | (random.nextInt(5) < 2 ? 8 : 0)
                | (random.nextInt(8) == 0 ? 4 : 0);
        int common = random.nextInt(10) < 8 ? 0 : random.nextInt(15);
        return shapes.get(16 * common + traits);
    }

    private byte[] ipv6() {
        byte[] address = new byte[16];
        int prefix = draw(rangeWeight);
        address[0] = 0x2a;
        address[1] = (byte) (prefix >> 8);
        address[2] = (byte) prefix;
        for (int i = 4; i < 8; i++) {
            address[i] = (byte) random.nextInt(256);
        }
        if (random.nextInt(10) == 0) {
            for (int i = 8; i < 16; i++) {
                address[i] = (byte) random.nextInt(256);
            }
        } else {
            address[15] = 1;
        }
        return address;
    }

    /** Numbers are given in the order in which owners come; who has one node has none. */
    private int owner() {
        if (random.nextInt(5) == 0) {
            return 0;
        }
        int owner = draw(ownerWeight);
        if (ownerNumber[owner] == 0) {
            ownerNumber[owner] = ++lastOwner;
        }
        return ownerNumber[owner];
    }

    private Located located() {
        return new Located(1 + random.nextInt(2_000), COUNTRIES[random.nextInt(COUNTRIES.length)]);
    }

    private byte coordinate() {
        double centre = random.nextInt(3) * 22 - 22;
        return (byte) Math.max(-127, Math.min(127, centre + 6 * random.nextGaussian()));
    }

    private int draw(double[] cumulative) {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int index = Arrays.binarySearch(cumulative, at);
        return Math.min(cumulative.length - 1, index < 0 ? -index - 1 : index);
    }

    private static double[] zipf(int count, double exponent) {
        double[] cumulative = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.pow(i + 1, -exponent);
            cumulative[i] = sum;
        }
        return cumulative;
    }
}
