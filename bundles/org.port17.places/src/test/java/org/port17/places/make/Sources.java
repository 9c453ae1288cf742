package org.port17.places.make;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The inputs, unpacked: one folder for each package, named by it. Values of ranges are systems, countries or points. */
final class Sources {
    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(64);
    private final Path asn;
    private final Path city;
    final Map<Integer, String> names = new HashMap<>();

    Sources(Path folder) {
        asn = folder.resolve("asn");
        city = folder.resolve("dbip-city-mmdb");
    }

    /** Systems, by address. Numbers that nobody was given are left out. */
    List<Layer.Range> systems(int family) throws IOException {
        List<Layer.Range> ranges = new ArrayList<>();
        for (String line : Files.readAllLines(asn.resolve("asn-ipv" + family + "-num.csv"))) {
            String[] column = line.split(",", 4);
            long system = Long.parseLong(column[2]);
            if (assignable(system)) {
                ranges.add(new Layer.Range(key(column[0], family), key(column[1], family), (int) system));
                names.putIfAbsent((int) system, unquoted(column[3]));
            }
        }
        return ranges;
    }

    /** By the registry of special-purpose AS numbers. */
    private static boolean assignable(long system) {
        return system > 0
                && system != 23_456
                && !(system >= 64_496 && system <= 131_071)
                && system < Integer.MAX_VALUE;
    }

    private static long key(String number, int family) {
        return family == 4
                ? Long.parseLong(number)
                : new BigInteger(number).divide(HALF).longValueExact() - Granule.IPV6;
    }

    private static String unquoted(String text) {
        String t = text.strip();
        return t.startsWith("\"") ? t.substring(1, t.length() - 1).replace("\"\"", "\"") : t;
    }

    /** Points, see {@link Point}, by address. */
    List<Layer.Range> points(int family) throws IOException {
        Mmdb mmdb = new Mmdb(city.resolve("dbip-city-ipv" + family + ".mmdb"));
        Map<Integer, Integer> points = new HashMap<>();
        List<Layer.Range> ranges = new ArrayList<>();
        mmdb.forEach((high, low, length, offset) -> {
            int point = points.computeIfAbsent(offset, o -> Point.of((Map<?, ?>) mmdb.leaf(o)));
            if (point == 0 || family == 6 && high >>> 61 != 1) {
                return;
            }
            if (family == 4) {
                long first = high >>> 32;
                ranges.add(new Layer.Range(first, first + (1L << 32 - length) - 1, point));
            } else if (low == 0 && length <= 64) {
                long first = high - Granule.IPV6;
                ranges.add(new Layer.Range(first, first + (length == 64 ? 0 : (1L << 64 - length) - 1), point));
            }
        });
        return ranges;
    }
}
