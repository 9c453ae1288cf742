package org.port17.authority;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.port17.api.GeoPoint;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;

/** Says of addresses what a test wants; of others that nothing is known. */
final class GivenPlaces {
    private final Map<String, Place> places = new HashMap<>();

    void put(String address, GeoPoint point) {
        places.put(address, new Place("DE", 64_500, 64_500, point.latitude(), point.longitude(), 100, true));
    }

    /** Only places are asked of it. */
    PlaceTable table() {
        return (PlaceTable) Proxy.newProxyInstance(
                PlaceTable.class.getClassLoader(), new Class<?>[] {PlaceTable.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("place")) {
                        return place((byte[]) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Place place(byte[] address) throws UnknownHostException {
        return places.getOrDefault(InetAddress.getByAddress(address).getHostAddress(), Place.UNKNOWN);
    }
}
