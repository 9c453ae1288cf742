package org.port17.places.make;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.port17.places.PlaceFormat;

/** Writes what {@link PlaceFormat} describes. */
public final class PlaceFileWriter {
    /** @param points the first is the country's middle */
    public record Country(String code, List<Integer> points, int uncertainty) {}

    /** @param country index, 0 for none; {@code point} index among the country's */
    public record Slot(int country, int as, int point, int uncertainty) {}

    /** @param start in granules; {@code slot} index, 0 for none */
    public record Run(long start, int slot) {}

    /** A point as a number, rounded to quarters of a degree. */
    public static int point(String country, double latitude, double longitude) {
        return Point.of(country, latitude, longitude);
    }

    private final ByteArrayOutputStream columns = new ByteArrayOutputStream();

    /** @param slots the first of them is ignored; in the order of country and system */
    public byte[] write(
            String version,
            String attribution,
            List<Country> countries,
            SortedMap<Integer, Integer> organisations,
            SortedMap<Integer, String> names,
            List<Slot> slots,
            List<Run> ranges4,
            List<Run> ranges6)
            throws IOException {
        int nameBytes = names.values().stream().mapToInt(n -> utf8(n).length).sum();
        countries.forEach(this::country);
        int last = 0;
        for (Map.Entry<Integer, Integer> e : organisations.entrySet()) {
            varint(e.getKey() - last);
            varint(e.getValue());
            last = e.getKey();
        }
        last = 0;
        for (Map.Entry<Integer, String> e : names.entrySet()) {
            varint(e.getKey() - last);
            last = e.getKey();
            byte[] name = utf8(e.getValue());
            columns.write(name.length);
            columns.write(name);
        }
        slots(slots);
        runs(ranges4);
        runs(ranges6);
        return assembled(
                version,
                attribution,
                countries.size(),
                countries.stream().mapToInt(c -> c.points().size()).sum(),
                organisations.size(),
                names.size(),
                nameBytes,
                slots.size(),
                ranges4.size(),
                ranges6.size());
    }

    private byte[] assembled(String version, String attribution, int... counts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {'P', '1', '7', 'L', PlaceFormat.FORMAT});
        out.writeUTF(version);
        out.writeUTF(attribution);
        for (int count : counts) {
            out.writeInt(count);
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater)) {
            columns.writeTo(packed);
        }
        deflater.end();
        return sealed(bytes.toByteArray());
    }

    /** With the check sum at its end. */
    public static byte[] sealed(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            byte[] all = java.util.Arrays.copyOf(body, body.length + digest.length);
            System.arraycopy(digest, 0, all, body.length, digest.length);
            return all;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void country(Country c) {
        columns.writeBytes(c.code().getBytes(StandardCharsets.US_ASCII));
        varint(c.points().size());
        for (int point : c.points()) {
            u16(Point.latitudeQuarters(point));
            u16(Point.longitudeQuarters(point));
        }
        columns.write(c.uncertainty());
    }

    private void slots(List<Slot> slots) {
        List<Slot> own = slots.subList(1, slots.size());
        int country = 0;
        for (Slot slot : own) {
            varint(slot.country() - country);
            country = slot.country();
        }
        country = 0;
        int system = 0;
        for (Slot slot : own) {
            varint(slot.as() - (slot.country() == country ? system : 0));
            country = slot.country();
            system = slot.as();
        }
        own.forEach(slot -> varint(slot.point()));
        own.forEach(slot -> columns.write(slot.uncertainty()));
    }

    private void runs(List<Run> runs) {
        long last = 0;
        for (Run run : runs) {
            varint(run.start() - last);
            last = run.start();
        }
        int[] recent = new int[PlaceFormat.RECENT];
        List<Integer> fresh = new ArrayList<>();
        for (Run run : runs) {
            int at = 0;
            while (at < recent.length && recent[at] != run.slot()) {
                at++;
            }
            columns.write(at);
            if (at == recent.length) {
                fresh.add(run.slot());
            }
            System.arraycopy(recent, 0, recent, 1, Math.min(at, recent.length - 1));
            recent[0] = run.slot();
        }
        for (int shift = 16; shift >= 0; shift -= 8) {
            for (int slot : fresh) {
                columns.write(slot >>> shift);
            }
        }
    }

    private void u16(int value) {
        columns.write(value >>> 8);
        columns.write(value);
    }

    private void varint(long value) {
        long left = value;
        while (left >= 0x80) {
            columns.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        columns.write((int) left);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
