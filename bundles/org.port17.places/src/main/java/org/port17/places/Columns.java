package org.port17.places;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The columns of a places file, see {@link PlaceFormat}. Every number is compared with its bound before it is used. */
final class Columns {
    private final InputStream in;

    Columns(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    Slots slots(PlaceFile.Counts counts) throws IOException {
        Slots s = new Slots(
                counts.countries(),
                counts.points(),
                counts.systems(),
                counts.names(),
                counts.nameBytes(),
                counts.slots());
        countries(s);
        organisations(s);
        names(s);
        int country = 0;
        long system = 0;
        for (int i = 1; i < counts.slots(); i++) {
            int skip = number(s.countries.length - 1 - country);
            country += skip;
            system = (skip > 0 ? 0 : system) + number(Integer.MAX_VALUE);
            s.country[i] = (byte) country;
            s.as[i] = bounded(system);
            int points = s.firstPoint[country + 1] - s.firstPoint[country];
            if (points == 0 && country != 0) {
                throw new IOException("a country without a point");
            }
            s.point[i] = (char) (s.firstPoint[country] + number(Math.max(0, points - 1)));
            s.uncertainty[i] = uncertainty();
        }
        return s;
    }

    private void countries(Slots s) throws IOException {
        int point = 0;
        for (int i = 0; i < s.countries.length; i++) {
            byte[] code = in.readNBytes(2);
            s.countries[i] = new String(code, StandardCharsets.US_ASCII);
            if (!s.countries[i].matches("[A-Z]{2}") || i == 0 != s.countries[i].equals("ZZ")) {
                throw new IOException("no country");
            }
            s.firstPoint[i] = point;
            int points = number(s.latitude.length - point);
            for (int p = 0; p < points; p++) {
                s.latitude[point] = quarters(720) / 4f - 90;
                s.longitude[point++] = quarters(1_440) / 4f - 180;
            }
            s.countryUncertainty[i] = uncertainty();
        }
        s.firstPoint[s.countries.length] = point;
        if (point != s.latitude.length || point == 0) {
            throw new IOException("points left over");
        }
    }

    private void organisations(Slots s) throws IOException {
        long system = 0;
        for (int i = 0; i < s.systems.length; i++) {
            system += ascending(i);
            s.systems[i] = bounded(system);
            s.organisations[i] = number(Integer.MAX_VALUE);
        }
    }

    private void names(Slots s) throws IOException {
        long organisation = 0;
        int at = 0;
        for (int i = 0; i < s.named.length; i++) {
            organisation += ascending(i);
            s.named[i] = bounded(organisation);
            int length = u8();
            if (in.readNBytes(s.names, at, Math.min(length, s.names.length - at)) != length) {
                throw new EOFException();
            }
            at += length;
            s.nameEnd[i] = at;
        }
        if (at != s.names.length) {
            throw new IOException("names left over");
        }
    }

    void ranges(Ranges to, int count, int slots, long end) throws IOException {
        int[] recent = new int[PlaceFormat.RECENT];
        long start = 0;
        for (int i = 0; i < count; i++) {
            long length = varint();
            start += length;
            if (start >= end || length < 0 || i > 0 && length == 0) {
                throw new IOException("a range out of order");
            }
            int at = u8();
            int slot = at < PlaceFormat.RECENT ? recent[at] : u8() << 16 | u8() << 8 | u8();
            if (slot >= slots) {
                throw new IOException("a slot out of bounds");
            }
            System.arraycopy(recent, 0, recent, 1, Math.min(at, PlaceFormat.RECENT - 1));
            recent[0] = slot;
            to.add(start, slot);
        }
        to.done();
    }

    void end() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("bytes left over");
        }
    }

    private long ascending(int at) throws IOException {
        int step = number(Integer.MAX_VALUE);
        if (step == 0 && at > 0) {
            throw new IOException("numbers do not ascend");
        }
        return step;
    }

    private static int bounded(long value) throws IOException {
        if (value > Integer.MAX_VALUE) {
            throw new IOException("a number out of bounds");
        }
        return (int) value;
    }

    private int quarters(int most) throws IOException {
        int value = u8() << 8 | u8();
        if (value > most) {
            throw new IOException("a point out of bounds");
        }
        return value;
    }

    private byte uncertainty() throws IOException {
        int value = u8();
        if (value >= PlaceFormat.CLASSES) {
            throw new IOException("an uncertainty out of bounds");
        }
        return (byte) value;
    }

    private int number(int most) throws IOException {
        long value = varint();
        if (value > most) {
            throw new IOException("a number out of bounds");
        }
        return (int) value;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 56; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new IOException("a number is too long");
    }

    private int u8() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }
}
