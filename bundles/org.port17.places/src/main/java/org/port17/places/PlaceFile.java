package org.port17.places;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.place.PlaceSource;
import org.port17.spi.place.PlaceTable;

/** Reads places files: all of a file is checked before any of it is used. */
public final class PlaceFile {
    private static final String RESOURCE = "places.p17l";

    private PlaceFile() {}

    /** The table that comes with this bundle. Cost: some 100 ms, nothing is kept; callers keep it. */
    public static PlaceTable embedded() {
        return embeddedTable();
    }

    /**
     * The table in a file.
     *
     * @throws Port17Exception CONFIG with a sentence that says what is wrong with the file
     */
    public static PlaceTable table(Path file) throws Port17Exception {
        return read(file);
    }

    static FileTable embeddedTable() {
        try (InputStream in = PlaceFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("this bundle holds no places file");
            }
            return parse(in.readAllBytes(), "embedded");
        } catch (IOException | Port17Exception e) {
            throw new IllegalStateException("this bundle's places file is damaged", e);
        }
    }

    /** @throws Port17Exception CONFIG with a sentence that says what is wrong with the file */
    static FileTable read(Path file) throws Port17Exception {
        byte[] bytes;
        try {
            if (Files.size(file) > PlaceFormat.MAX_FILE) {
                throw bad("it is longer than 16 MiB");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw bad("it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return parse(bytes, file.toString());
    }

    static FileTable parse(byte[] bytes, String origin) throws Port17Exception {
        if (bytes.length > PlaceFormat.MAX_FILE) {
            throw bad("it is longer than 16 MiB");
        }
        if (bytes.length < 5 || !Arrays.equals(PlaceFormat.MAGIC, Arrays.copyOf(bytes, 4))) {
            throw bad("it is no places file");
        }
        if (bytes[4] != PlaceFormat.FORMAT) {
            throw bad("it has format " + (bytes[4] & 0xff) + ", this program reads " + PlaceFormat.FORMAT);
        }
        int body = bytes.length - PlaceFormat.DIGEST;
        if (body < 5 || !Arrays.equals(sha256(bytes, body), Arrays.copyOfRange(bytes, body, bytes.length))) {
            throw bad("its check sum does not fit: it is cut short or damaged");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 5, body - 5);
        String version = text(in, PlaceFormat.MAX_VERSION);
        String attribution = text(in, PlaceFormat.MAX_ATTRIBUTION);
        Counts counts = Counts.of(in);
        Inflater inflater = new Inflater(true);
        try {
            var columns = new Columns(new InflaterInputStream(
                    new ByteArrayInputStream(bytes, in.position(), in.remaining()), inflater, 8_192));
            var slots = columns.slots(counts);
            var v4 = new Ranges.V4(counts.ranges4());
            columns.ranges(v4, counts.ranges4(), counts.slots(), PlaceFormat.END4);
            var v6 = new Ranges.V6(counts.ranges6());
            columns.ranges(v6, counts.ranges6(), counts.slots(), PlaceFormat.END6);
            columns.end();
            String digest = HexFormat.of().formatHex(sha256(bytes, bytes.length));
            return new FileTable(
                    slots, v4, v6, new PlaceSource(version, digest, origin, attribution, v4.size(), v6.size(), ""));
        } catch (IOException e) {
            throw bad("its columns are malformed");
        } finally {
            inflater.end();
        }
    }

    /** How much of each thing there is, compared with the bounds before anything is allocated. */
    record Counts(
            int countries, int points, int systems, int names, int nameBytes, int slots, int ranges4, int ranges6) {
        static Counts of(ByteBuffer in) throws Port17Exception {
            if (in.remaining() < 32) {
                throw bad("it is cut short");
            }
            return new Counts(
                    count(in, PlaceFormat.MAX_COUNTRIES, 1),
                    count(in, PlaceFormat.MAX_POINTS, 1),
                    count(in, PlaceFormat.MAX_ORGANISATIONS, 0),
                    count(in, PlaceFormat.MAX_NAMES, 0),
                    count(in, PlaceFormat.MAX_NAME_BYTES, 0),
                    count(in, PlaceFormat.MAX_SLOTS, 1),
                    count(in, PlaceFormat.MAX_RANGES, 0),
                    count(in, PlaceFormat.MAX_RANGES, 0));
        }

        private static int count(ByteBuffer in, int most, int least) throws Port17Exception {
            int n = in.getInt();
            if (n < least || n > most) {
                throw bad("a count is out of bounds");
            }
            return n;
        }
    }

    private static String text(ByteBuffer in, int most) throws Port17Exception {
        int length = in.remaining() < 2 ? -1 : in.getShort() & 0xffff;
        if (length < 0 || length > most || length > in.remaining()) {
            throw bad("a text is out of bounds");
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.CONFIG, "the places file cannot be used: " + why);
    }
}
