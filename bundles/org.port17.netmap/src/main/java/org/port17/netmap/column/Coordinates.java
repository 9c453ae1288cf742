package org.port17.netmap.column;

import java.util.Optional;
import org.port17.api.GeoPoint;

/** A point in three bytes: 12 bits of latitude, 12 of longitude, each in equal steps. It is at most 6 km off. */
public final class Coordinates {
    private static final int STEPS = 1 << 12;
    private static final int LOW = STEPS - 1;

    private Coordinates() {}

    /** Three bytes, or none for nothing. */
    public static byte[] bytes(Optional<GeoPoint> point) {
        if (point.isEmpty()) {
            return new byte[0];
        }
        int north = Math.min(LOW, (int) ((point.get().latitude() + 90) / 180 * STEPS));
        int east = (int) ((point.get().longitude() + 180) / 360 * STEPS) & LOW;
        return new byte[] {(byte) (north >> 4), (byte) (north << 4 | east >> 8), (byte) east};
    }

    /** The middle of the step. */
    static Optional<GeoPoint> point(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        int north = (bytes[0] & 0xff) << 4 | (bytes[1] & 0xff) >> 4;
        int east = (bytes[1] & 0x0f) << 8 | bytes[2] & 0xff;
        return Optional.of(new GeoPoint((north + 0.5) * 180 / STEPS - 90, (east + 0.5) * 360 / STEPS - 180));
    }

    /** What a map can say of a point, which is as near as its steps allow. */
    public static GeoPoint rounded(GeoPoint point) {
        return point(bytes(Optional.of(point))).orElseThrow();
    }
}
