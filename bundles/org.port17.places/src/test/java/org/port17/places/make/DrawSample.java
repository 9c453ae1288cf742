package org.port17.places.make;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Draws addresses and their countries from a second source, for the test that compares: {@code DrawSample FOLDER SAMPLE}.
 * IPv4 addresses are drawn evenly, IPv6 ones evenly over the source's ranges.
 */
public final class DrawSample {
    private static final String HEAD = "# By the NRO (https://www.nro.net), CC BY 4.0; see docs/places.md";
    private static final int DRAWN4 = 2_000;
    private static final int DRAWN6 = 500;
    private static final long SEED = 17;

    private DrawSample() {}

    public static void main(String[] args) throws IOException {
        Random random = new Random(SEED);
        Path folder = Path.of(args[0]).resolve("geo-whois-asn-country");
        List<String> lines = new ArrayList<>(List.of(HEAD));
        List<String[]> four = rows(folder.resolve("geo-whois-asn-country-ipv4-num.csv"));
        long[] before = new long[four.size() + 1];
        for (int i = 0; i < four.size(); i++) {
            before[i + 1] = before[i] + size(four.get(i));
        }
        for (int i = 0; i < DRAWN4; i++) {
            long drawn = random.nextLong(before[four.size()]);
            int found = Arrays.binarySearch(before, drawn);
            int at = found < 0 ? -found - 2 : found;
            long address = Long.parseLong(four.get(at)[0]) + drawn - before[at];
            lines.add(line(ByteBuffer.allocate(4).putInt((int) address), four.get(at)[2]));
        }
        List<String[]> six = rows(folder.resolve("geo-whois-asn-country-ipv6-num.csv"));
        for (int i = 0; i < DRAWN6; i++) {
            String[] row = six.get(random.nextInt(six.size()));
            BigInteger first = new BigInteger(row[0]);
            BigInteger last = new BigInteger(row[1]);
            BigInteger drawn = first.add(new BigInteger(128, random).mod(last.subtract(first).add(BigInteger.ONE)));
            lines.add(line(ByteBuffer.allocate(16).putLong(drawn.shiftRight(64).longValue()).putLong(drawn.longValue()),
                    row[2]));
        }
        Files.write(Path.of(args[1]), lines, StandardCharsets.US_ASCII);
    }

    private static List<String[]> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(line -> line.split(",")).toList();
    }

    private static long size(String[] row) {
        return Long.parseLong(row[1]) - Long.parseLong(row[0]) + 1;
    }

    private static String line(ByteBuffer address, String country) throws IOException {
        return InetAddress.getByAddress(address.array()).getHostAddress() + " " + country;
    }
}
