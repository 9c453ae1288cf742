package org.port17.cell;

import java.util.Arrays;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * What an exit tells of a destination that accepted, as the payload of CONNECTED: {@code time u16 | prefix}. Only a client
 * that asked for it is told; to others CONNECTED stays empty.
 *
 * @param tenths how long the destination took to accept, in units of 100 microseconds, rounded up; 1 to 65,535, the last
 *     one meaning that or more
 * @param prefix the upper bytes of the address: 3 of IPv4, 6 of IPv6
 */
public record Sighting(int tenths, byte[] prefix) {
    /** In a BUILD's list of accepted suites: tell me. No suite has this id, and nodes that do not know it skip it. */
    public static final int ASKED = 0xff01;

    private static final int LONGEST = 0xffff;
    private static final long TENTH_NANOS = 100_000;
    private static final int IPV4 = 3;
    private static final int IPV6 = 6;

    public Sighting {
        if (tenths < 1 || tenths > LONGEST || prefix.length != IPV4 && prefix.length != IPV6) {
            throw new IllegalArgumentException("a sighting out of bounds");
        }
        prefix = prefix.clone();
    }

    /** @param address 4 or 16 bytes; no more than a prefix of them leaves */
    public static Sighting of(byte[] address, long nanos) {
        long tenths = Math.max(1, (nanos + TENTH_NANOS - 1) / TENTH_NANOS);
        return new Sighting(
                (int) Math.min(LONGEST, tenths), Arrays.copyOf(address, address.length == 4 ? IPV4 : IPV6));
    }

    /** From a CONNECTED; empty if the exit says nothing. */
    public static Optional<Sighting> of(BodyReader frame) throws Port17Exception {
        byte[] payload = frame.bytes();
        if (payload.length == 0) {
            return Optional.empty();
        }
        int prefix = payload.length - 2;
        if (prefix != IPV4 && prefix != IPV6) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame has a wrong length");
        }
        int tenths = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (tenths == 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a destination answered in no time");
        }
        return Optional.of(new Sighting(tenths, Arrays.copyOfRange(payload, 2, payload.length)));
    }

    public byte[] payload() {
        byte[] payload = new byte[2 + prefix.length];
        payload[0] = (byte) (tenths >>> 8);
        payload[1] = (byte) tenths;
        System.arraycopy(prefix, 0, payload, 2, prefix.length);
        return payload;
    }

    public double millis() {
        return tenths / 10.0;
    }

    @Override
    public byte[] prefix() {
        return prefix.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sighting s && tenths == s.tenths && Arrays.equals(prefix, s.prefix);
    }

    @Override
    public int hashCode() {
        return 31 * tenths + Arrays.hashCode(prefix);
    }

    /** Without the address: it is where somebody went. */
    @Override
    public String toString() {
        return "a destination of IPv" + (prefix.length == IPV4 ? 4 : 6) + ", " + millis() + " ms off";
    }
}
