package org.port17.delay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.Place;
import org.port17.spi.place.Places;

/**
 * How long a byte is under way from this process to an address: the great circle between their places, at a fixed pace. An
 * address without a place is no distance away.
 */
final class Distances {
    /** Light makes 200 km a ms in glass, and cables are about twice as long as the great circle. */
    static final int KM_PER_MILLI = 100;

    private static final String FILE = "etc/org.port17.delay.cfg: ";
    private static final double NANOS_PER_MILLI = 1e6;
    private final Places places;
    private final byte[] own;
    private final int kmPerMilli;

    private Distances(Places places, byte[] own, int kmPerMilli) {
        this.places = places;
        this.own = own;
        this.kmPerMilli = kmPerMilli;
    }

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    static Distances of(DelayConfig config, Places places) throws Port17Exception {
        byte[] own = loopback(config.address().strip())
                .orElseThrow(() -> wrong("address must be a loopback address, such as 127.10.0.1"));
        int pace;
        try {
            pace = config.km_per_ms();
        } catch (RuntimeException e) {
            // The file holds something that is no number.
            throw wrong("km.per.ms must be 10 to 300");
        }
        if (pace < 10 || pace > 300) {
            throw wrong("km.per.ms must be 10 to 300");
        }
        return new Distances(places, own, pace);
    }

    /** One way. */
    Duration to(byte[] address) {
        Place here = places.place(own);
        Place there = places.place(address);
        return here.known() && there.known()
                ? Duration.ofNanos((long) (here.kmTo(there) / kmPerMilli * NANOS_PER_MILLI))
                : Duration.ZERO;
    }

    /** The address that a text is, with or without a port; empty if it is none of loopback. */
    static Optional<byte[]> loopback(String text) {
        return AddressLiteral.ofEndpoint(text).filter(Distances::isLoopback);
    }

    private static boolean isLoopback(byte[] address) {
        try {
            return InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Port17Exception wrong(String what) {
        return new Port17Exception(ErrorKind.CONFIG, FILE + what);
    }
}
